package io.fletching.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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
                .hasMessage("There is no schedule 'cosin'. Did you mean 'cosine'? Schedules: [constant, cosine, linear,"
                        + " step].");
        assertThatThrownBy(() -> Schedule.parse("cosine", Map.of("flor", "0")))
                .hasMessageContaining("Did you mean 'floor'?");
        assertThatThrownBy(() -> Schedule.parse("cosine", Map.of("floor", "2")))
                .hasMessageContaining("expected [0, 1]");
        assertThatThrownBy(() -> Schedule.parse("cosine").factor(0, 10)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void itsTextsNameItInFull() {
        assertThat(Schedule.parse("step").options().texts())
                .containsOnlyKeys("warmup", "every", "gamma")
                .containsEntry("every", "0.3");
    }
}
