package io.fletching.nn;

import io.fletching.kernels.Activation;
import io.fletching.runtime.Technique;
import io.fletching.spi.Initializer;

/// What the layers of a [DeepNetwork] mix, and hence which rows it takes.
public enum Architecture {
    /// Linear layers over rows of shape `[features]`.
    DENSE("linear") {
        @Override
        Layer mixing(long width, Technique<Initializer> initializer, boolean standardized) {
            Linear linear = Linear.of(width, initializer);
            return standardized ? linear.standardized() : linear;
        }

        @Override
        Layer zero(long width) {
            return Linear.zero(width);
        }

        @Override
        long inputs(long width) {
            return width;
        }
    },

    /// Convolutions of 3 by 3 over images of shape `[channels, height, width]`, of which the last is averaged over all
    /// places. Two thirds of the way in two steps, each to half the height and width and twice the channels.
    CONVOLUTIONAL("conv") {
        @Override
        Layer mixing(long width, Technique<Initializer> initializer, boolean standardized) {
            Convolution convolution = Convolution.of(width, WINDOW, initializer);
            return standardized ? convolution.standardized() : convolution;
        }

        @Override
        Layer zero(long width) {
            return Convolution.zero(width, WINDOW);
        }

        @Override
        long inputs(long width) {
            return width * WINDOW.elements();
        }

        @Override
        int stage(int block, int depth) {
            return (int) (STAGES * (long) block / depth);
        }

        @Override
        Sequence pooled(Sequence network, Activation activation) {
            return network.then("activation", new Activate(activation)).then("pool", new GlobalAveragePool());
        }
    };

    private static final Window WINDOW = Window.of(3).padding(1);
    private static final int STAGES = 3;

    private final String layer;

    Architecture(String layer) {
        this.layer = layer;
    }

    /// What its layers are called.
    String layer() {
        return layer;
    }

    /// A layer of so many outputs that keeps the rest of a row's shape.
    abstract Layer mixing(long width, Technique<Initializer> initializer, boolean standardized);

    /// The same with weights of zero.
    abstract Layer zero(long width);

    /// How many inputs an output of a layer has.
    abstract long inputs(long width);

    /// How many times rows were halved before a block.
    int stage(int block, int depth) {
        return 0;
    }

    /// Halves the height and the width of images.
    static Layer halving(long width, Technique<Initializer> initializer) {
        return Convolution.of(width, WINDOW.stride(2), initializer);
    }

    /// A network that goes on to what a head takes, `[features]`.
    Sequence pooled(Sequence network, Activation activation) {
        return network;
    }
}
