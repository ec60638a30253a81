package io.fletching.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fletching.arrow.Memory;
import io.fletching.runtime.Catalog;
import io.fletching.runtime.Checkpoint;
import io.fletching.runtime.Technique;
import io.fletching.runtime.Updater;
import io.fletching.runtime.Variables;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Parameter;
import io.fletching.spi.Shape;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What other libraries get wrong when they restore the state of an optimizer, as read in their sources: their figure,
/// and ours.
class StateMistakesTest {
    private static final double LR = 0.01;
    private static final double MOMENTUM = 0.9;
    private static final Technique<Optimizer> SGD =
            Catalog.load().optimizer("sgd").with("lr", Double.toString(LR)).with("momentum", Double.toString(MOMENTUM));

    private final Memory memory = Memory.create();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        memory.close();
    }

    /// Parameters of one element, 0 at first, and their optimizer.
    private final class Run {
        private final Variables variables = new Variables(memory);
        private final Updater updater;

        Run(String... names) {
            for (String name : names) {
                variables
                        .create(Parameter.of(name, Shape.of(1)), DType.F32)
                        .value()
                        .set(0, 0);
            }
            updater = Updater.of(variables).optimizer(SGD).build();
        }

        /// An update along these gradients, in the order of the parameters.
        Run update(double... gradients) {
            int i = 0;
            for (var variable : variables) {
                variable.gradient().set(0, gradients[i++]);
            }
            updater.update(1, 1);
            return this;
        }

        double value(String name) {
            return variables.get(name).value().get(0);
        }

        Path saved() {
            Path file = folder.resolve("checkpoint.safetensors");
            Checkpoint.write(file, List.of(variables, updater));
            return file;
        }

        Run restored(Path file) {
            Checkpoint.restore(file, memory, List.of(variables, updater));
            return this;
        }
    }

    /// PyTorch's optimizers number the parameters: where a model declares two of one shape in another order, each goes
    /// on with the moments of the other.
    @Test
    void stateBelongsToANameAndNotToAPlace() {
        Path file = new Run("first", "second").update(1, 100).saved();
        Run turned = new Run("second", "first").restored(file);
        double before = turned.value("first");
        assertThat(before).isCloseTo(-LR, within(1e-9));
        turned.update(0, 0);
        double theirs = -LR * MOMENTUM * 100;
        double ours = turned.value("first") - before;
        tell("what momentum does after parameters changed places", theirs, Double.toString(ours));
        assertThat(ours).isCloseTo(-LR * MOMENTUM, within(1e-8));
    }

    /// Keras warns and skips the whole state where a model has another number of variables than the file: momentum
    /// begins at zero again.
    @Test
    void aModelWithOneParameterMoreIsRefused() {
        Path file = new Run("first").update(1).saved();
        Run grown = new Run("first", "second");
        assertThatThrownBy(() -> grown.restored(file))
                .isInstanceOfSatisfying(
                        FletchingException.class, e -> tell("momentum after a layer was added", 0, e.getMessage()))
                .hasMessageContaining("'second/optimizer' was 'none', now it is 'sgd v1'");
        assertThat(grown.value("first")).as("nothing of the file was written").isZero();
    }

    private static void tell(String what, double theirs, String ours) {
        System.out.printf("peers: %s: theirs %.6g, ours %s%n", what, theirs, ours);
    }
}
