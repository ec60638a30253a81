package io.fletching.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/// The tools of the JDK, such as `javac` and `jar`.
public final class Tool {
    private Tool() {}

    /// Runs a tool, and fails with what it says unless it succeeds. Returns what it says.
    public static String run(String name, Object... arguments) {
        var messages = new StringWriter();
        var writer = new PrintWriter(messages);
        String[] words = Stream.of(arguments).map(Object::toString).toArray(String[]::new);
        int exitCode = ToolProvider.findFirst(name).orElseThrow().run(writer, writer, words);
        assertThat(exitCode).as(messages.toString()).isZero();
        return messages.toString();
    }
}
