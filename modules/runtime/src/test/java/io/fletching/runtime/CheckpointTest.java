package io.fletching.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fletching.arrow.Memory;
import io.fletching.spi.DType;
import io.fletching.spi.FletchingException;
import io.fletching.spi.Optimizer;
import io.fletching.spi.Shape;
import io.fletching.spi.Tensor;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointTest {
    private static final List<Optimizer> OPTIMIZERS = List.of(
            new Rules.Plain("plain"), new Rules.Ratio(), new Rules.Factored(), new Rules.Shared(), new Schedulefree());

    private final Memory memory = Memory.create();

    @TempDir
    private Path folder;

    @AfterEach
    void nothingIsLeft() {
        memory.close();
        assertThat(memory.bytes()).isZero();
    }

    /// A model in which each update finds other gradients, by its number alone.
    private final class Run {
        private final Variables variables = new Variables(memory);
        private final Updater updater;

        Run(UnaryOperator<UpdaterBuilder> plan) {
            UpdaterTest.fill(variables, "bias", 1, 300);
            UpdaterTest.fill(variables, "small", 2, 20, 30);
            UpdaterTest.fill(variables, "large", 3, 200, 400);
            variables.keep("mean", DType.F32, Shape.of(2));
            updater = plan.apply(Updater.of(variables)).build();
        }

        Run updates(int from, int to) {
            for (int number = from; number <= to; number++) {
                var random = new Random(number);
                for (Variable variable : variables) {
                    for (long i = 0; i < variable.gradient().size(); i++) {
                        variable.gradient().set(i, updater.lossScale() * random.nextGaussian());
                    }
                }
                variables.buffers().values().forEach(buffer -> buffer.set(0, random.nextGaussian()));
                updater.update(1.0 / number, 0.5);
            }
            return this;
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

        String digest() {
            return variables.sha256() + Digest.sha256(updater.state());
        }
    }

    private static UnaryOperator<UpdaterBuilder> with(Optimizer optimizer) {
        return plan -> plan.optimizer(Technique.of(optimizer));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0, 7", "1, 2", "2, 7", "3, 2", "4, 7"})
    void goesOnBitForBit(int optimizer, int threads) {
        try (Workers workers = Workers.of(threads)) {
            UnaryOperator<UpdaterBuilder> plan = with(OPTIMIZERS.get(optimizer))
                    .andThen(builder -> builder.clipper(
                                    Technique.of(new Clippers.Norm()).with("maximum", "3"))
                            .clipper(Technique.of(new Clippers.Sum()).with("maximum", "40"))
                            .lossScale(new LossScale(4, 2, 0.5, 3))
                            .workers(workers))::apply;
            if (optimizer < 4) {
                plan = plan.andThen(builder -> builder.average(0.9))::apply;
            }
            String whole = new Run(plan).updates(1, 8).digest();
            Path file = new Run(plan).updates(1, 4).saved();
            Run resumed = new Run(plan).restored(file);
            assertThat(resumed.updater.number()).isEqualTo(4);
            assertThat(resumed.updates(5, 8).digest()).isEqualTo(whole);
            assertThat(new Run(plan).updates(5, 8).digest()).isNotEqualTo(whole);
        }
    }

    @Test
    void whatItHoldsIsNamed() {
        Run run = new Run(with(new Rules.Ratio())
                .andThen(plan -> plan.clipper(Technique.of(new Clippers.Sum()))
                        .group(ParameterGroup.of("small").frozen(true)))::apply);
        SafeTensors saved = SafeTensors.readHeader(run.updates(1, 2).saved());
        assertThat(saved.tensors().keySet())
                .containsExactlyInAnyOrder(
                        "bias/value",
                        "bias/number",
                        "bias/ratio/mean",
                        "small/value",
                        "small/number",
                        "large/value",
                        "large/number",
                        "large/ratio/mean",
                        "mean/value",
                        "clipper/0-sum/count",
                        "updater/counts",
                        "updater/schedule-factor");
        assertThat(saved.metadata())
                .isEqualTo(Map.of(
                        "fletching-checkpoint",
                        "1",
                        "bias/optimizer",
                        "ratio v1",
                        "large/optimizer",
                        "ratio v1",
                        "clipper/0-sum",
                        "sum v1"));
        assertThat(run.updater.state().get("large/number").get(0)).isEqualTo(2);
        assertThat(run.updater.state().get("small/number").get(0)).isZero();
    }

    /// Bias correction goes by the updates of a parameter, not by those of the training.
    @Test
    void aFrozenParameterDoesNotAdvanceAndStartsWhenItIsThawed() {
        UnaryOperator<UpdaterBuilder> plain = with(new Rules.Ratio()).andThen(plan -> plan.average(0.5))::apply;
        UnaryOperator<UpdaterBuilder> frozen =
                plain.andThen(plan -> plan.group(ParameterGroup.of("small").frozen(true)))::apply;
        Run thawed = new Run(plain).restored(new Run(frozen).updates(1, 3).saved());
        thawed.updates(4, 5);
        assertThat(thawed.updater.state().get("small/number").get(0)).isEqualTo(2);
        assertThat(thawed.updater.state().get("large/number").get(0)).isEqualTo(5);
        assertThat(thawed.updater.number()).isEqualTo(5);

        Run alone = new Run(plain).updates(4, 5);
        assertThat(bytes(thawed, "small")).as("as if it were its first update").isEqualTo(bytes(alone, "small"));
        assertThat(bytes(thawed, "large")).isNotEqualTo(bytes(alone, "large"));
    }

    /// What starts from a parameter, starts from the value in the file.
    @Test
    void aThawedParameterStartsFromWhatIsRestored() {
        UnaryOperator<UpdaterBuilder> frozen =
                plan -> plan.group(ParameterGroup.of("small").frozen(true));
        UnaryOperator<UpdaterBuilder> averaged = with(new Rules.Ratio()).andThen(plan -> plan.average(0.5))::apply;
        Run before = new Run(averaged.andThen(frozen)::apply).updates(1, 2);
        before.variables.get("small").value().set(0, 5);
        Run after = new Run(averaged).restored(before.saved()).updates(3, 3);
        double expected = 0.5 * 5 + 0.5 * after.variables.get("small").value().get(0);
        assertThat(after.updater.state().get("small/average").get(0)).isEqualTo(expected, within(1e-6));

        before = new Run(with(new Rules.Shared()).andThen(frozen)::apply).updates(1, 2);
        before.variables.get("small").value().set(0, 5);
        after = new Run(with(new Rules.Shared())).restored(before.saved());
        assertThat(after.updater.state().get("small/shared/start").get(0)).isEqualTo(5);
    }

    private static byte[] bytes(Run run, String name) {
        return run.variables.get(name).value().data().toArray(ValueLayout.JAVA_BYTE);
    }

    @Test
    void anotherOptimizerVersionOrClipperIsRefusedByName() {
        Path file = new Run(
                        with(new Rules.Ratio()).andThen(plan -> plan.clipper(Technique.of(new Clippers.Norm())))::apply)
                .updates(1, 1)
                .saved();
        Run other = new Run(with(new Rules.Factored()));
        String before = other.digest();
        assertThatThrownBy(() -> other.restored(file))
                .isInstanceOfSatisfying(
                        FletchingException.class, e -> assertThat(e.code()).isEqualTo("checkpoint-other"))
                .hasMessageContaining("'bias/optimizer' was 'ratio v1', now it is 'factored v1', like 2 more")
                .hasMessageContaining("'clipper/0-norm' was 'norm v1', now it is 'none'");
        assertThat(other.digest()).isEqualTo(before);

        Run later = new Run(with(new Rules.Ratio())
                .andThen(plan -> plan.clipper(Technique.of(new Clippers.Norm()))
                        .group(ParameterGroup.of("bias").frozen(true)))::apply);
        assertThatThrownBy(() -> later.restored(file))
                .hasMessageContaining("'bias/optimizer' was 'ratio v1', now it is 'none'");
    }

    @Test
    void whatIsMissingSurplusOrOfAnotherShapeIsListed() {
        Run run = new Run(with(new Rules.Ratio()));
        Path file = folder.resolve("other.safetensors");
        Tensor other = memory.allocate(DType.F32, Shape.of(7));
        var tensors = new LinkedHashMap<>(run.updater.state());
        tensors.putAll(run.variables.state());
        tensors.put("bias/value", other);
        tensors.put("stem/value", other);
        tensors.remove("large/ratio/mean");
        var texts = new LinkedHashMap<>(run.updater.meaning());
        texts.put("fletching-checkpoint", "1");
        SafeTensors.write(file, tensors, texts);
        assertThatThrownBy(() -> run.restored(file))
                .isInstanceOfSatisfying(
                        FletchingException.class, e -> assertThat(e.code()).isEqualTo("tensors-mismatch"))
                .hasMessageContaining("not in the file: 'large/ratio/mean'")
                .hasMessageContaining("not in the training: 'stem/value'")
                .hasMessageContaining("different: 'bias/value' is F32[7] in the file and F32[300] in the training");
    }

    @Test
    void aModelAloneIsNoCheckpoint() {
        Run run = new Run(with(new Rules.Ratio()));
        Path file = folder.resolve("model.safetensors");
        SafeTensors.write(file, run.variables.tensors(), Map.of());
        assertThatThrownBy(() -> run.restored(file))
                .hasMessageContaining("is no checkpoint; expected one of format '1'");
        Path good = run.saved();
        run.updates(1, 1);
        assertThatThrownBy(() -> run.restored(good)).hasMessageContaining("before its first update");
    }
}
