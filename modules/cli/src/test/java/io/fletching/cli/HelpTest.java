package io.fletching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;

class HelpTest {

    @Test
    void helpOfACommandIsItsHelpFlag() {
        assertThat(Outcome.of("help", "train")).isEqualTo(Outcome.of("train", "--help"));
        assertThat(Outcome.of("help")).isEqualTo(Outcome.of("--help"));
    }

    @Test
    void helpOfNoCommand() {
        assertThat(Outcome.of("help", "trian").err())
                .singleElement()
                .asString()
                .startsWith("fletch: There is no command 'trian'. Did you mean 'train'? Commands: [train, ");
    }

    @Test
    void everyArgumentIsDescribedAndSaysItsDefault() {
        assertThat(commands(new CommandLine(new Fletch())).flatMap(command -> command.getCommandSpec().args().stream()))
                .hasSizeGreaterThan(30)
                .allSatisfy(HelpTest::describes);
    }

    private static void describes(ArgSpec argument) {
        String text = String.join(" ", argument.description());
        assertThat(text).as(argument.toString()).endsWith(".");
        if (argument.defaultValue() != null && !argument.defaultValue().isEmpty()) {
            assertThat(text).as(argument.toString()).contains("Default: ");
        }
    }

    private static Stream<CommandLine> commands(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::commands));
    }
}
