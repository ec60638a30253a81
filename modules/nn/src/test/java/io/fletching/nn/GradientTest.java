package io.fletching.nn;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.kernels.Activation;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.Technique;
import io.fletching.spi.Initializer;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GradientTest {
    private static final Catalog CATALOG = Catalog.load();
    private static final Technique<Initializer> XAVIER = CATALOG.initializer("xavier");

    private static void right(Network network) {
        assertThat(GradientCheck.of(network, Shape.of(5), 6)).isLessThan(1);
    }

    @Test
    void linear() {
        right(Linear.of(4, XAVIER));
        right(Linear.zero(3));
    }

    @Test
    void linearWithStandardizedWeights() {
        right(Linear.of(4, XAVIER).standardized());
        right(Sequence.of(Linear.of(4, XAVIER).standardized(), new Activate(Activation.TANH), Linear.of(2, XAVIER)));
    }

    @ParameterizedTest
    @EnumSource
    void activation(Activation function) {
        right(Sequence.of(Linear.of(4, XAVIER), new Activate(function), Linear.of(2, XAVIER)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"layernorm", "batchnorm", "rmsnorm", "groupnorm"})
    void normalizers(String name) {
        var norm = CATALOG.normalizer(name);
        if (name.equals("groupnorm")) {
            norm = norm.with("groups", "2");
        }
        right(Sequence.of(Linear.of(6, XAVIER), new Normalize(norm)));
        right(Sequence.of(Linear.of(6, XAVIER), new Normalize(norm.with("affine", "false"))));
        right(Sequence.of(Linear.of(6, XAVIER), new Normalize(norm), Linear.of(2, XAVIER)));
    }

    @Test
    void scale() {
        right(Scale.perChannel(0.1));
        right(Scale.reZero());
    }

    @Test
    void dropout() {
        right(Sequence.of(Linear.of(4, XAVIER), new Dropout(0.4), Linear.of(2, XAVIER)));
    }

    @Test
    void residual() {
        right(new Residual(Sequence.of(Linear.of(5, XAVIER), new Activate(Activation.TANH))));
        right(new Residual(new Residual(new Activate(Activation.TANH))));
        right(new Residual(Sequence.empty()));
    }

    @ParameterizedTest
    @EnumSource
    void deepNetworks(Block block) {
        right(DeepNetwork.of(CATALOG.initializer("he"), XAVIER)
                .normalizer(CATALOG.normalizer("layernorm"))
                .activation(Activation.GELU)
                .block(block)
                .depth(2)
                .width(4)
                .build(3));
    }

    @Test
    void batchNormInABranch() {
        right(DeepNetwork.of(CATALOG.initializer("he"), XAVIER)
                .normalizer(CATALOG.normalizer("batchnorm"))
                .activation(Activation.SILU)
                .depth(2)
                .width(4)
                .build(3));
    }

    /// A backward pass that is 1 % off is caught.
    @Test
    void aWrongGradientIsCaught() {
        Layer wrong = new Layer() {
            @Override
            public Shape output(Shape input) {
                return input;
            }

            @Override
            public List<Weight> weights(Shape input) {
                return List.of();
            }

            @Override
            public Operation plan(Site site) {
                return new Operation() {
                    @Override
                    public void forward(int pass, long first, long count) {
                        times(2, site.x(), site.y(), first, count);
                    }

                    @Override
                    public void backward(int pass, long first, long count) {
                        times(2.02, site.dy(), site.dx(), first, count);
                    }
                };
            }
        };
        assertThat(GradientCheck.of(wrong, Shape.of(5), 6)).isGreaterThan(1);
    }

    private static void times(double factor, Tensor from, Tensor to, long first, long count) {
        long width = from.shape().rowLength();
        for (long i = first * width; i < (first + count) * width; i++) {
            to.set(i, factor * from.get(i));
        }
    }
}
