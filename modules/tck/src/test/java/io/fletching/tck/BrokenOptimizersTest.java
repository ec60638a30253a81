package io.fletching.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.spi.Optimizer;
import io.fletching.tck.Descent.Mistake;
import io.fletching.tck.Finding.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Gradient descent with one mistake breaks one rule: that of the mistake.
class BrokenOptimizersTest {
    @Test
    void descentWithoutAMistakeConforms() {
        Controls.breaks(() -> new Descent(Mistake.NONE));
    }

    @ParameterizedTest
    @CsvSource({
        "ALL-02, ANOTHER_DESCRIPTOR",
        "ALL-03, EMPTY_SUMMARY",
        "ALL-05, TWO_VALUES_OF_ONE_TEXT",
        "ALL-06, WRONG_EXCEPTION_AT_A_BOUND",
        "ALL-07, ANOTHER_LAYOUT",
        "ALL-08, NAMELESS_REFUSAL",
        "ALL-09, LOOKS_AT_THE_ADDRESS",
        "ALL-10, LOOKS_AT_THE_THREAD",
        "ALL-11, LOOKS_AT_THE_PART",
        "ALL-13, READS_SCRATCH",
        "ALL-14, WRITES_BESIDE",
        "ALL-14, WRITES_THE_GRADIENT",
        "ALL-15, LAST_BOUND_WINS",
        "ALL-16, FIRST_PLAN_WINS",
        "ALL-17, REFUSES_NAN",
        "OPT-01, COUNTS_IN_A_FIELD",
        "OPT-02, FORGETS_THE_SCALE",
        "OPT-03, READS_THE_OPTION",
        "OPT-04, READS_SCALARS",
        "OPT-05, DIVIDES_BY_ZERO",
        "OPT-06, GOES_UPHILL",
        "OPT-07, WRONG_EVALUATION_WEIGHTS",
        "OPT-07, EVALUATES_BY_A_FIELD"
    })
    void oneMistakeBreaksOneRule(String rule, Mistake mistake) {
        Controls.breaks(() -> new Descent(mistake), rule);
    }

    @Test
    void anExceptionThatIsNoRefusalBreaksEveryRuleThatMeetsIt() {
        var finding = Controls.finding(() -> new Descent(Mistake.EXCEPTION_FOR_SCALARS), "ALL-08");
        assertThat(finding.outcome()).isEqualTo(Outcome.BROKEN);
        assertThat(finding.reason()).contains("IllegalStateException");
    }

    @Test
    void aStepThatNeverEndsBreaksTheRuleThatMeetsItAndEndsTheExamination() {
        var conformance = Conformance.of(() -> new Descent(Mistake.NEVER_ENDS)).timeLimit(Duration.ofSeconds(1));
        var finding = Controls.finding(conformance, "OPT-06");
        assertThat(finding.outcome()).isEqualTo(Outcome.BROKEN);
        assertThat(finding.reason())
                .matches("It does not end within 1 seconds, and is in .*Descent.*waitForNothing.*\\.");

        var report = conformance.run();
        assertThat(report.conforms()).isFalse();
        assertThat(report.findings()).hasSizeLessThan(conformance.rules().size());
        assertThat(report.findings().getLast().reason()).startsWith("It does not end");
    }

    @Test
    void aPaperIsMissedAndOnceItIsPromisedItsAbsenceIsABreach() {
        var conformance = Conformance.of(() -> new Descent(Mistake.NONE));
        assertThat(Controls.finding(conformance, "ALL-04").outcome()).isEqualTo(Outcome.MISSED);
        Controls.breaks(conformance.promises(Set.of("ALL-04")), "ALL-04");
    }

    @Test
    void aProviderThatNoModuleNames() {
        var finding = Controls.finding(Honest::new, "ALL-01");
        assertThat(finding.outcome()).isEqualTo(Outcome.BROKEN);
        assertThat(finding.reason()).contains("names '" + Honest.class.getName() + "' as a");
    }

    /// Rules that another JVM examines.
    @Test
    void whatAnotherJvmSees() {
        var honest = Conformance.of(Honest::new);
        for (String rule : List.of("ALL-12", "ALL-18", "ALL-19", "ALL-20")) {
            var finding = Controls.finding(honest, rule);
            assertThat(finding.outcome()).as("%s", finding).isEqualTo(Outcome.KEPT);
        }
        assertBroken(KernelDependent::new, "ALL-12", "other bits with");
        assertBroken(Allocating::new, "ALL-18", "bytes on the heap");
        assertBroken(Starting::new, "ALL-19", "threads started: ");
        assertBroken(Setting::new, "ALL-20", "system property 'descent'");
        assertBroken(Printing::new, "ALL-20", "standard output");
        assertBroken(Writing::new, "ALL-20", "files 'descent.txt'");
    }

    private static void assertBroken(Supplier<Optimizer> wrong, String rule, String reason) {
        var finding = Controls.finding(wrong, rule);
        assertThat(finding.outcome()).as("%s", finding).isEqualTo(Outcome.BROKEN);
        assertThat(finding.reason()).contains(reason);
    }

    @Test
    void aProviderThatAnotherJvmCannotMakeIsSkippedWithTheReason() {
        var finding = Controls.finding(() -> new Descent(Mistake.NONE), "ALL-18");
        assertThat(finding.outcome()).isEqualTo(Outcome.SKIPPED);
        assertThat(finding.reason()).contains("no constructor without parameters");
    }

    static final class Honest extends Descent {
        Honest() {
            super(Mistake.NONE);
        }
    }

    static final class KernelDependent extends Descent {
        KernelDependent() {
            super(Mistake.LOOKS_AT_THE_KERNELS);
        }
    }

    static final class Allocating extends Descent {
        Allocating() {
            super(Mistake.ALLOCATES);
        }
    }

    static final class Starting extends Descent {
        Starting() {
            super(Mistake.STARTS_A_THREAD);
        }
    }

    static final class Setting extends Descent {
        Setting() {
            super(Mistake.SETS_A_PROPERTY);
        }
    }

    static final class Printing extends Descent {
        Printing() {
            super(Mistake.PRINTS);
        }
    }

    static final class Writing extends Descent {
        Writing() {
            super(Mistake.WRITES_A_FILE);
        }
    }
}
