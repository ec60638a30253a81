package io.fletching.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The scripts in real shells: what each offers where the last of these words is being typed.
class CompletionTest {
    @TempDir
    private static Path folder;

    @BeforeAll
    static void write() throws IOException {
        for (String shell : List.of("bash", "zsh")) {
            Outcome outcome = Outcome.of("completion", shell);
            assertThat(outcome.code()).isZero();
            Files.write(folder.resolve(shell), outcome.out());
        }
        Files.writeString(folder.resolve("my table.csv"), "");
        Files.createDirectory(folder.resolve("my runs"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tr_ | train",
                "--st_ | --stacktrace",
                "train --opt_ | --optimizer",
                "train --no-r_ | --no-residual",
                "train --optimizer sg_ | sgd",
                "train --optimizer = sg_ | sgd",
                "train --normalizer =_ | batchnorm,groupnorm,instancenorm,layernorm,rmsnorm,none",
                "train --optimizer = adama_ | adamax",
                "train --normalizer _ | batchnorm,groupnorm,instancenorm,layernorm,rmsnorm,none",
                "train --initializer x_ | xavier",
                "train --schedule co_ | constant,cosine,cosine-restarts",
                "train --activation g_ | gelu,gelu-tanh",
                "train --set optimizer.amsg_ | optimizer.amsgrad=",
                "train --set clipper.max-norm = _ | ''",
                "train --depth _ | ''",
                "train gl_ | glyphs",
                "train my_ | my table.csv,my runs",
                "train --out my_ | my runs",
                "train --labels my_ | my table.csv,my runs",
                "train --depth 3 spirals --bl_ | --block",
                "completion _ | bash,zsh",
                "help t_ | train",
                "providers l_ | list",
                "providers describe clipper/n_ | clipper/norm-clipping",
                "providers list --j_ | --json",
                "train --prefer clipper=io.fletching.provider.v_ | clipper=io.fletching.provider.valueclipping/value-clipping",
                "train --plugins my_ | my runs",
                "explain provider-tw_ | provider-twice",
                "nonsense --_ | --help,--version,--stacktrace",
            })
    void bashCompletes(String line, String expected) throws Exception {
        assertThat(complete(line)).containsExactlyInAnyOrder(words(expected));
    }

    @Test
    void bashWritesNothingToTheTerminal() throws Exception {
        assertThat(run("bash", "-c", "source ./bash").lines()).isEmpty();
    }

    /// The same function, called as zsh's bashcompinit calls it: in the emulation of sh, with '--flag=word' in one.
    @Test
    void zshCompletes() throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "zsh"))),
                "There is no zsh here, so its completion is not tried.");
        String calls = Stream.of(
                        "tr_",
                        "train --optimizer adama_",
                        "train --optimizer=sg_",
                        "train --set=optimizer.amsg_",
                        "train --out my_")
                .map(CompletionTest::call)
                .collect(Collectors.joining("; echo .; "));
        String script = "autoload -U +X compinit && compinit -D -u; source ./zsh; function try {"
                + " emulate -L sh; setopt kshglob noshglob braceexpand; " + calls + "; }; try";
        assertThat(run("zsh", "-f", "-c", script).lines())
                .containsExactly(
                        "train",
                        ".",
                        "adamax",
                        ".",
                        "--optimizer=sgd",
                        ".",
                        "--set=optimizer.amsgrad=",
                        ".",
                        "my runs");
    }

    @Test
    void aShellThatIsNotKnown() {
        assertThat(Outcome.of("completion", "fish").err())
                .containsExactly("fletch: There is no shell 'fish'. Did you mean 'bash'? Choices: [bash, zsh].");
        assertThat(Outcome.of("completion").err())
                .containsExactly("fletch: 'fletch completion' lacks its operand; expected SHELL behind it.");
    }

    private static List<String> complete(String line) throws Exception {
        return run("bash", "-c", "source ./bash; complete -p fletch >/dev/null || exit; " + call(line))
                .lines()
                .toList();
    }

    /// The words of a line, up to the one in front of '_', handed over as shells do.
    private static String call(String line) {
        String words = Arrays.stream(("fletch " + line.replaceAll(" _$", " ''").replaceAll("_$", "")).split(" "))
                .map(word -> word.equals("''") ? word : "'" + word + "'")
                .collect(Collectors.joining(" "));
        return "COMP_WORDS=(" + words + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _fletch;"
                + " [ ${#COMPREPLY[@]} = 0 ] || printf '%s\\n' \"${COMPREPLY[@]}\"";
    }

    private static String[] words(String expected) {
        return expected.equals("''") || expected.isEmpty() ? new String[0] : expected.split(",");
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return out;
    }
}
