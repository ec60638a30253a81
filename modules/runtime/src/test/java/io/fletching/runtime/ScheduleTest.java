package io.fletching.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fletching.arrow.Memory;
import io.fletching.spi.FletchingException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void constantIsOneBehindItsWarmUp() {
        Schedule schedule = Schedule.parse("constant", Map.of("warmup", "4"));
        assertThat(schedule.factor(1, 100)).isEqualTo(0.25);
        assertThat(schedule.factor(4, 100)).isEqualTo(1);
        assertThat(schedule.factor(100, 100)).isEqualTo(1);
        assertThat(Schedule.parse("constant").factor(1, 1)).isEqualTo(1);
    }

    @Test
    void cosineGoesFromOneTowardsTheFloor() {
        Schedule schedule = Schedule.parse("cosine", Map.of("floor", "0.2"));
        assertThat(schedule.factor(1, 100)).isEqualTo(1);
        assertThat(schedule.factor(51, 100)).isEqualTo(0.6, within(1e-12));
        assertThat(schedule.factor(26, 100)).isEqualTo(0.2 + 0.8 * (1 + Math.sqrt(0.5)) / 2, within(1e-12));
        assertThat(schedule.factor(100, 100)).isBetween(0.2, 0.201);
        assertThat(schedule.factor(500, 100)).isEqualTo(schedule.factor(100, 100));
    }

    @Test
    void aWarmUpBelowOneIsAFractionOfTheRun() {
        Schedule schedule = Schedule.parse("linear", Map.of("warmup", "0.1"));
        assertThat(schedule.factor(5, 100)).isEqualTo(0.5);
        assertThat(schedule.factor(10, 100)).isEqualTo(1);
        assertThat(schedule.factor(11, 100)).isEqualTo(1);
        assertThat(schedule.factor(56, 100)).isEqualTo(0.5, within(1e-12));
    }

    @Test
    void linearIsALine() {
        Schedule schedule = Schedule.parse("linear");
        assertThat(schedule.factor(1, 10)).isEqualTo(1);
        assertThat(schedule.factor(4, 10)).isEqualTo(0.7, within(1e-12));
        assertThat(schedule.factor(10, 10)).isEqualTo(0.1, within(1e-12));
    }

    @Test
    void stepFallsByGammaAfterEveryEvery() {
        Schedule schedule = Schedule.parse("step", Map.of("every", "30", "gamma", "0.5"));
        assertThat(schedule.factor(30, 100)).isEqualTo(1);
        assertThat(schedule.factor(31, 100)).isEqualTo(0.5);
        assertThat(schedule.factor(100, 100)).isEqualTo(0.125);
        Schedule fraction = Schedule.parse("step", Map.of("every", "0.5"));
        assertThat(fraction.factor(10, 20)).isEqualTo(1);
        assertThat(fraction.factor(11, 20)).isEqualTo(0.1);
    }

    @Test
    void aRunShorterThanItsWarmUpOnlyWarmsUp() {
        Schedule schedule = Schedule.parse("linear", Map.of("warmup", "100"));
        assertThat(schedule.factor(5, 10)).isEqualTo(0.5);
        assertThat(schedule.factor(10, 10)).isEqualTo(1);
    }

    @Test
    void wrongNamesOptionsAndUpdatesAreRefused() {
        assertThatThrownBy(() -> Schedule.parse("cosin"))
                .isInstanceOf(FletchingException.class)
                .hasMessage("There is no schedule 'cosin'. Did you mean 'cosine'? Schedules: [constant, cosine,"
                        + " cosine-restarts, cyclic, exponential, linear, multi-step, one-cycle, plateau, polynomial,"
                        + " step, warmup-stable-decay].");
        assertThatThrownBy(() -> Schedule.parse("cosine", Map.of("flor", "0")))
                .hasMessageContaining("Did you mean 'floor'?");
        assertThatThrownBy(() -> Schedule.parse("cosine", Map.of("floor", "2")))
                .hasMessageContaining("expected [0, 1]");
        assertThatThrownBy(() -> Schedule.parse("cosine").factor(0, 10)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itsTextsNameItInFull() {
        assertThat(Schedule.parse("step").texts())
                .containsOnlyKeys("warmup", "every", "gamma")
                .containsEntry("every", "0.3");
    }

    @Test
    void stableIsAsItIsUntilTheDecayAtTheEnd() {
        Schedule schedule =
                Schedule.parse("warmup-stable-decay", Map.of("warmup", "10", "decay", "0.2", "floor", "0.1"));
        assertThat(schedule.factor(5, 100)).isEqualTo(0.5);
        assertThat(schedule.factor(81, 100)).isEqualTo(1);
        assertThat(schedule.factor(91, 100)).isEqualTo(0.55, within(1e-12));
        assertThat(schedule.factor(100, 100)).isEqualTo(0.145, within(1e-12));
        Schedule short_ = Schedule.parse("warmup-stable-decay", Map.of("decay", "500", "shape", "cosine"));
        assertThat(short_.factor(6, 10)).isEqualTo(0.5, within(1e-12));
    }

    @Test
    void theFactorNeverLeavesItsBounds() {
        for (var descriptor : Schedule.descriptors()) {
            for (long total : new long[] {1, 2, 3, 7, 100}) {
                for (long update = 1; update <= total + 2; update++) {
                    assertThat(Schedule.parse(descriptor.name()).factor(update, total))
                            .as(descriptor.name() + " " + update + "/" + total)
                            .isBetween(0.0, 1.0);
                }
            }
        }
    }

    @Test
    void joinedSchedulesEachSeeARunOfTheirOwn() {
        Schedule schedule = Schedule.parse(
                "linear+constant+cosine",
                Map.of(
                        "first-from",
                        "0.2",
                        "first-floor",
                        "1",
                        "second-start",
                        "4",
                        "third-start",
                        "0.5",
                        "third-floor",
                        "0.1"));
        assertThat(schedule.factor(1, 20)).isEqualTo(0.2);
        assertThat(schedule.factor(4, 20)).isEqualTo(0.8, within(1e-12));
        assertThat(schedule.factor(5, 20)).isEqualTo(1);
        assertThat(schedule.factor(10, 20)).isEqualTo(1);
        assertThat(schedule.factor(16, 20)).isEqualTo(0.55, within(1e-12));
        assertThat(Schedule.parse(schedule.name(), schedule.texts()).texts()).isEqualTo(schedule.texts());
        assertThat(schedule.texts()).containsEntry("second-start", "4.0").containsEntry("third-floor", "0.1");
        Schedule crossed = Schedule.parse("constant+linear+step", Map.of("second-start", "9", "third-start", "3"));
        assertThat(crossed.factor(9, 20)).isEqualTo(1);
        assertThat(crossed.factor(10, 20))
                .as("the third, as no part goes backwards")
                .isEqualTo(1);
    }

    @Test
    void joinedSchedulesRefuseWhatTheirPartsDo() {
        assertThatThrownBy(() -> Schedule.parse("linear+cosin")).hasMessageContaining("Did you mean 'cosine'?");
        assertThatThrownBy(() -> Schedule.parse("linear+"))
                .hasMessageContaining("The schedule 'linear+' has no name behind the last '+'");
        assertThatThrownBy(() -> Schedule.parse("linear+cosine", Map.of("floor", "0.1")))
                .hasMessageContaining("'linear+cosine' has no option 'floor'.")
                .hasMessageContaining("second-start");
        assertThatThrownBy(() -> Schedule.parse("linear+cosine", Map.of("second-flor", "0.1")))
                .hasMessageContaining("'cosine' has no option 'flor'. Did you mean 'floor'?");
        assertThatThrownBy(() -> Schedule.parse("linear+cosine", Map.of("second-start", "0")))
                .hasMessageContaining("Option 'start' of 'cosine' is '0'; expected (0, ∞).");
        assertThatThrownBy(() -> Schedule.parse("linear+cosine", Map.of("first-start", "3")))
                .hasMessageContaining("'linear' has no option 'start'");
        assertThatThrownBy(() -> Schedule.parse("step+step+step+step+step+step+step+step+step"))
                .hasMessageContaining("joins 9; expected at most 8");
        assertThatThrownBy(() -> Schedule.parse("multi-step", Map.of("at", "3,x")))
                .hasMessage("Option 'at' of 'multi-step' is '3,x'; expected numbers of [0, ∞) with commas between.");
    }

    @Test
    void aPlateauGoesOnWhereItWas() {
        Schedule schedule = Schedule.parse(
                "linear+plateau",
                Map.of("second-start", "3", "second-patience", "1", "second-factor", "0.5", "second-cooldown", "1"));
        assertThat(schedule.needsValidation()).isTrue();
        assertThat(Schedule.parse("cosine").needsValidation()).isFalse();
        double[] losses = {9, 9, 9, 1, 1, 1, Double.NaN, 1, 1, 0.5, 1};
        try (Memory memory = Memory.create()) {
            ScheduleRun whole = schedule.start(memory);
            ScheduleRun half = schedule.start(memory);
            for (int update = 1; update <= losses.length; update++) {
                if (update == 8) {
                    ScheduleRun resumed = schedule.start(memory);
                    half.state()
                            .forEach((name, tensor) ->
                                    resumed.state().get(name).data().copyFrom(tensor.data()));
                    half = resumed;
                }
                whole.judged(losses[update - 1], update, 100);
                half.judged(losses[update - 1], update, 100);
                assertThat(half.factor(update + 1, 100)).isEqualTo(whole.factor(update + 1, 100));
            }
            assertThat(whole.factor(4, 100))
                    .as("two falls; what was before it began does not count")
                    .isEqualTo(0.25);
            assertThat(whole.factor(2, 100)).isEqualTo(2.0 / 3, within(1e-12));
        }
    }
}
