package io.fletching.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fletching.linalg.MatrixProduct;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.Technique;
import io.fletching.runtime.Workers;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Initializer;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvolutionTest {
    private static final Catalog CATALOG = Catalog.load();
    private static final Technique<Initializer> HE = CATALOG.initializer("he");

    /// What a run left: `y`, `dx`, `dw` and `db`.
    private static final class Passes {
        final double[] y;
        final double[] dx;
        final double[] dw;
        final double[] db;

        Passes(double[] y, double[] dx, double[] dw, double[] db) {
            this.y = y;
            this.dx = dx;
            this.dw = dw;
            this.db = db;
        }
    }

    private static Passes passes(
            Convolution layer, Shape input, int batch, MatrixProduct product, int threads, DType type) {
        try (var model = Model.of(layer, input).dtype(type).product(product).build();
                var workers = Workers.of(threads);
                var run = new Differentiator(model, batch, workers)) {
            var weight = model.variables().get("0.weight");
            var bias = model.variables().get("0.bias");
            Random random = new Random(9);
            for (Tensor tensor : List.of(run.input(), run.outputGradient(), weight.value(), bias.value())) {
                scatter(tensor, random);
            }
            run.forward();
            run.backward();
            return new Passes(
                    values(run.output()),
                    values(run.inputGradient()),
                    values(weight.gradient()),
                    values(bias.gradient()));
        }
    }

    private static void scatter(Tensor tensor, Random random) {
        for (long i = 0; i < tensor.size(); i++) {
            tensor.set(i, random.nextInt(-8, 9) / 8.0);
        }
    }

    private static double[] values(Tensor tensor) {
        var values = new double[(int) tensor.size()];
        Arrays.setAll(values, tensor::get);
        return values;
    }

    /// An image of the numbers 1 to 9, and a window of 1, 2, 3 and 4.
    @Test
    void figuresByHand() {
        assertThat(images(Window.of(2))).containsExactly(37.5, 47.5, 67.5, 77.5);
        assertThat(images(Window.of(2).stride(2))).containsExactly(37.5);
        assertThat(images(Window.of(2).stride(2).padding(1))).containsExactly(4.5, 18.5, 36.5, 77.5);
        assertThat(images(Window.of(2).dilation(2))).containsExactly(1 + 2 * 3 + 3 * 7 + 4 * 9 + 0.5);
        assertThat(images(Window.of(1, 4).padding(1))).hasSize(10).startsWith(0.5, 0.5, 20.5, 14.5, 47.5);
    }

    private static double[] images(Window window) {
        try (var model = Model.of(Convolution.of(1, window, HE), Shape.of(1, 3, 3))
                        .build();
                var workers = Workers.of(1);
                var run = new Differentiator(model, 1, workers)) {
            Tensor weight = model.variables().get("0.weight").value();
            for (int i = 0; i < 4; i++) {
                weight.set(i, i + 1);
            }
            model.variables().get("0.bias").value().set(0, 0.5);
            for (int i = 0; i < 9; i++) {
                run.input().set(i, i + 1);
            }
            run.forward();
            return values(run.output());
        }
    }

    /// Images of one piece, of several to a piece, and of several pieces; with all that a window has.
    @ParameterizedTest
    @CsvSource({
        "3, 1, 6, 5, 4, 3, 1, 1, 1, 1",
        "40, 5, 3, 3, 8, 3, 1, 1, 1, 1",
        "2, 40, 24, 23, 3, 3, 1, 1, 1, 1",
        "2, 40, 31, 40, 4, 3, 2, 1, 1, 2",
        "34, 70, 4, 5, 6, 2, 1, 0, 2, 2",
        "3, 66, 9, 7, 66, 3, 2, 2, 1, 66",
        "2, 36, 8, 8, 4, 5, 3, 1, 1, 1"
    })
    void isASumOverTheWindow(
            int batch,
            int channels,
            int height,
            int width,
            int outputs,
            int size,
            int stride,
            int padding,
            int dilation,
            int groups) {
        var window = new Window(size, size, stride, padding, dilation);
        var layer = Convolution.of(outputs, window, HE).groups(groups);
        var input = Shape.of(channels, height, width);
        Passes exact = NaiveConvolution.passes(window, input, batch, outputs, groups);
        for (MatrixProduct product : List.of(MatrixProduct.fastest(), MatrixProduct.portable())) {
            Passes found = passes(layer, input, batch, product, 2, DType.F32);
            near(found.y, exact.y);
            near(found.dx, exact.dx);
            near(found.dw, exact.dw);
            near(found.db, exact.db);
        }
        Passes found = passes(layer, input, batch, MatrixProduct.portableF64(), 2, DType.F64);
        assertThat(found.dw).containsExactly(exact.dw);
    }

    private static void near(double[] found, double[] exact) {
        assertThat(found).hasSameSizeAs(exact);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(exact[i], within(1e-5 + 1e-5 * Math.abs(exact[i])));
        }
    }

    /// Summed loop by loop; all inputs are eighths, so that sums in float64 are exact in any order.
    private static final class NaiveConvolution {
        private NaiveConvolution() {}

        static Passes passes(Window window, Shape input, int batch, int outputs, int groups) {
            int channels = (int) input.dim(0);
            int height = (int) input.dim(1);
            int width = (int) input.dim(2);
            int down = (int) window.placesDown(height);
            int across = (int) window.placesAcross(width);
            int seen = channels / groups;
            var random = new Random(9);
            double[] x = eighths(random, batch * channels * height * width);
            double[] dy = eighths(random, batch * outputs * down * across);
            double[] w = eighths(random, outputs * seen * (int) window.elements());
            double[] b = eighths(random, outputs);
            var passes =
                    new Passes(new double[dy.length], new double[x.length], new double[w.length], new double[outputs]);
            for (int i = 0; i < dy.length; i++) {
                int output = i / (down * across) % outputs;
                int row = i / (down * across * outputs);
                passes.y[i] = b[output];
                passes.db[output] += dy[i];
                for (int j = 0; j < seen * window.elements(); j++) {
                    int channel = output / (outputs / groups) * seen + j / (int) window.elements();
                    int element = j % (int) window.elements();
                    int v = i / across % down * window.stride()
                            - window.padding()
                            + element / window.width() * window.dilation();
                    int h = i % across * window.stride()
                            - window.padding()
                            + element % window.width() * window.dilation();
                    if (v >= 0 && v < height && h >= 0 && h < width) {
                        int from = ((row * channels + channel) * height + v) * width + h;
                        int weight = output * seen * (int) window.elements() + j;
                        passes.y[i] += w[weight] * x[from];
                        passes.dx[from] += w[weight] * dy[i];
                        passes.dw[weight] += dy[i] * x[from];
                    }
                }
            }
            return passes;
        }

        private static double[] eighths(Random random, int n) {
            var values = new double[n];
            Arrays.setAll(values, _ -> random.nextInt(-8, 9) / 8.0);
            return values;
        }
    }

    @ParameterizedTest
    @CsvSource({"portable, 36, 17", "fastest, 36, 17", "fastest, 5, 3"})
    void theNumberOfThreadsChangesNoBit(String product, int channels, int side) {
        var layer = Convolution.of(36, Window.of(3).padding(1), HE).standardized();
        var found = new HashSet<String>();
        for (int threads : new int[] {1, 2, 7}) {
            try (var model = Model.of(layer, Shape.of(channels, side, side))
                            .product(MatrixProduct.of(product))
                            .build();
                    var workers = Workers.of(threads);
                    var run = new Differentiator(model, 70, workers)) {
                var random = new Random(1);
                for (Tensor tensor : List.of(run.input(), run.outputGradient())) {
                    for (long i = 0; i < tensor.size(); i++) {
                        tensor.set(i, random.nextGaussian());
                    }
                }
                run.forward();
                run.backward();
                var weight = model.variables().get("0.weight");
                found.add(Arrays.hashCode(values(run.output())) + " " + Arrays.hashCode(values(run.inputGradient()))
                        + " " + Arrays.hashCode(values(weight.gradient())));
            }
        }
        assertThat(found).hasSize(1);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        refused(() -> Convolution.of(0, Window.of(3), HE), "A convolution with '0' outputs; expected 1 or more.");
        refused(() -> Window.of(0), "A window of '0' by '0'; expected 1 or more each.");
        refused(() -> Window.of(3).stride(0), "A window of stride '0'; expected 1 or more.");
        refused(() -> Window.of(3).padding(-1), "A window with a padding of '-1'; expected 0 or more.");
        refused(() -> Window.of(3).dilation(0), "A window of dilation '0'; expected 1 or more.");
        refused(
                () -> Convolution.of(4, Window.of(3), HE).groups(3),
                "A convolution in '3' groups with '4' outputs; expected a number of groups that divides them.");
        refused(
                () -> Convolution.of(4, Window.of(3), HE).groups(2).output(Shape.of(3, 5, 5)),
                "A convolution in '2' groups takes rows of shape [3, 5, 5]; expected a number of groups that divides"
                        + " the '3' channels.");
        refused(
                () -> Convolution.of(4, Window.of(3), HE).output(Shape.of(400)),
                "A convolution takes rows of shape [channels, height, width], got [400].");
        refused(
                () -> Convolution.of(4, Window.of(3), HE).output(Shape.of(1, 2, 9)),
                "A window of '3' by '3' with dilation '1' and padding '0' does not fit rows of shape [1, 2, 9]; choose a"
                        + " smaller window or more padding.");
        refused(
                () -> new GlobalAveragePool().output(Shape.of(4)),
                "A global average pool takes rows of shape [channels, …] such as [channels, height, width], got [4].");
    }

    private static void refused(Runnable construction, String sentence) {
        assertThatThrownBy(construction::run)
                .isInstanceOf(FletchingException.class)
                .hasMessage(sentence);
    }

    @Test
    void aPoolIsTheMeanOfEachChannel() {
        try (var model = Model.of(new GlobalAveragePool(), Shape.of(2, 1, 3)).build();
                var workers = Workers.of(1);
                var run = new Differentiator(model, 1, workers)) {
            for (int i = 0; i < 6; i++) {
                run.input().set(i, i * i);
            }
            run.outputGradient().set(1, 6);
            run.forward();
            run.backward();
            assertThat(values(run.output())).containsExactly((float) (5 / 3.0), (float) (50 / 3.0));
            assertThat(values(run.inputGradient())).containsExactly(0, 0, 0, 2, 2, 2);
        }
    }
}
