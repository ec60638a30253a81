package io.fletching.nn;

import io.fletching.runtime.Technique;
import io.fletching.spi.DType;
import io.fletching.spi.Initializer;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Small models of sequences, for tests of their layers.
abstract class SmallSequences extends SmallTraining {
    static final Technique<Initializer> XAVIER = CATALOG.initializer("xavier");
    static final Technique<Initializer> ORTHOGONAL = CATALOG.initializer("orthogonal");

    final Model model(Network network, Shape input, DType type) {
        return Model.of(network, input).dtype(type).memory(memory).seed(4).build();
    }

    static void fill(Tensor tensor, long seed) {
        var random = new Random(seed);
        for (long i = 0; i < tensor.size(); i++) {
            tensor.set(i, random.nextGaussian());
        }
    }

    static List<Double> values(Tensor tensor, long first, long count) {
        var values = new ArrayList<Double>();
        for (long i = first; i < first + count; i++) {
            values.add(tensor.get(i));
        }
        return values;
    }
}
