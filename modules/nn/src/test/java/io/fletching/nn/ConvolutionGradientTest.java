package io.fletching.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.kernels.Activation;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.Technique;
import io.fletching.spi.Initializer;
import io.fletching.spi.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Gradients of the layers for images against central differences.
class ConvolutionGradientTest {
    private static final Catalog CATALOG = Catalog.load();
    private static final Technique<Initializer> HE = CATALOG.initializer("he");

    private static void right(Network network, long... input) {
        assertThat(GradientCheck.of(network, Shape.of(input), 3)).isLessThan(1);
    }

    /// Windows that are not square, that leave elements out, that are larger than the image, and that see it all at
    /// once.
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 0, 1",
        "3, 3, 1, 1, 1",
        "2, 3, 1, 0, 1",
        "3, 2, 2, 1, 1",
        "1, 1, 2, 0, 1",
        "1, 2, 3, 0, 1",
        "2, 2, 3, 2, 1",
        "3, 2, 1, 2, 2",
        "2, 3, 2, 3, 3",
        "7, 8, 1, 2, 1",
        "3, 4, 4, 0, 1"
    })
    void windows(int height, int width, int stride, int padding, int dilation) {
        var window = new Window(height, width, stride, padding, dilation);
        right(Convolution.of(3, window, HE), 2, 3, 4);
        right(Convolution.of(2, window, HE).withoutBias(), 1, 5, 4);
    }

    @Test
    void groups() {
        var window = Window.of(2).padding(1);
        right(Convolution.of(4, window, HE).groups(2), 4, 3, 2);
        right(Convolution.of(6, window, HE).groups(3), 3, 2, 3);
    }

    @Test
    void standardizedWeights() {
        right(Convolution.of(4, Window.of(3).padding(1), HE).standardized(), 2, 3, 4);
        right(Convolution.of(4, Window.of(2), HE).groups(2).standardized(), 2, 3, 4);
        right(
                Sequence.of(
                        Convolution.of(3, Window.of(2), HE).standardized(),
                        new Activate(Activation.TANH),
                        Convolution.zero(2, Window.of(1))),
                2,
                3,
                3);
    }

    @Test
    void poolAndScale() {
        right(new GlobalAveragePool(), 3, 2, 2);
        right(Sequence.of(new GlobalAveragePool(), Linear.of(2, HE)), 3, 4);
        right(Scale.perChannel(0.1), 3, 2, 2);
        right(Scale.reZero(), 3, 2, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"layernorm", "rmsnorm", "batchnorm", "groupnorm", "instancenorm"})
    void normalizers(String name) {
        var norm = CATALOG.normalizer(name);
        if (name.equals("groupnorm")) {
            norm = norm.with("groups", "2");
        }
        var window = Window.of(3).padding(1);
        right(Sequence.of(Convolution.of(4, window, HE), new Normalize(norm), Convolution.of(2, window, HE)), 2, 3, 3);
    }
}
