package io.fletching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class DoctorTest {

    @Test
    void aLineForEachCheckAndASum() {
        Outcome outcome = Outcome.of("doctor", "--jvm");
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .anyMatch(line -> line.startsWith("ok       JDK                " + Runtime.version()))
                .last()
                .asString()
                .matches("0 problems, \\d+ warnings?\\.");
        assertThat(outcome.code()).isZero();
    }

    @Test
    void aWarningHasItsCureAndIsNoProblem() throws Exception {
        Outcome outcome = Outcome.of("doctor", "--jvm", "--threads", "1024");
        assertThat(outcome.out())
                .anyMatch(line -> line.startsWith("warning  threads            1024 on "))
                .anyMatch(line -> line.strip().startsWith("-> Leave out --threads"));
        assertThat(outcome.code()).isZero();

        JsonNode findings = new ObjectMapper()
                .readTree(Outcome.of("doctor", "--jvm", "--threads", "1024", "--json")
                        .out()
                        .getFirst());
        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.get("check").asText()).isEqualTo("threads");
            assertThat(finding.get("level").asText()).isEqualTo("warning");
            assertThat(finding.get("cure").asText()).isNotEmpty();
        });
    }

    @Test
    void aProblemIsExitCode2() {
        String before = System.getProperty("java.io.tmpdir");
        System.setProperty("java.io.tmpdir", "/nowhere");
        try {
            Outcome outcome = Outcome.of("doctor", "--jvm");
            assertThat(outcome.out())
                    .anyMatch(line -> line.startsWith("problem  temporary files    None can be made in '/nowhere'"));
            assertThat(outcome.code()).isEqualTo(2);
        } finally {
            System.setProperty("java.io.tmpdir", before);
        }
    }

    @Test
    void withoutJvmItSaysWhatThereIs() {
        Outcome outcome = Outcome.of("doctor");
        assertThat(outcome.err())
                .containsExactly(
                        "fletch: 'fletch doctor' knows machines so far, and not yet runs; ask for 'fletch doctor"
                                + " --jvm'.");
        assertThat(outcome.code()).isEqualTo(2);
    }
}
