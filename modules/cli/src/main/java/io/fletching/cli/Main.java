package io.fletching.cli;

import io.fletching.data.LabelKind;
import io.fletching.data.Missing;
import io.fletching.data.Unknown;
import io.fletching.kernels.Activation;
import io.fletching.nn.Architecture;
import io.fletching.nn.Block;
import io.fletching.spi.FletchingException;
import io.fletching.spi.FletchingException.Kind;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/// The entry of the `fletch` command.
public final class Main {
    private Main() {}

    /// Runs the command and ends the JVM with its exit code: 0, 2 for a mistake of the user, 1 for one of ours.
    public static void main(String[] args) {
        System.exit(run(args, utf8(FileDescriptor.out), utf8(FileDescriptor.err)));
    }

    /// The answer where standard output took less than all, be it a full disk or a reader that has gone: streams do not
    /// tell the two apart.
    private static FletchingException lost() {
        return new FletchingException(
                Kind.USER,
                "output",
                "Not all of the output could be written to standard output; is its disk full, or its reader gone?");
    }

    /// Events are UTF-8 whatever the locale says, and so are the signs in messages.
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /// Runs the command.
    ///
    /// @param out takes results
    /// @param err takes warnings and what went wrong
    /// @return the exit code
    static int run(String[] args, PrintStream out, PrintStream err) {
        var errors = new Errors(err, List.of(args).contains(Fletch.STACKTRACE));
        var line = new CommandLine(new Fletch())
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setExpandAtFiles(false)
                .registerConverter(Activation.class, new Choice<>("activation", Activation.class))
                .registerConverter(Precision.class, new Choice<>("precision", Precision.class))
                .registerConverter(Architecture.class, new Choice<>("network", Architecture.class))
                .registerConverter(Block.class, new Choice<>("block", Block.class))
                .registerConverter(LabelKind.class, new Choice<>("label type", LabelKind.class))
                .registerConverter(Missing.class, new Choice<>("treatment of missing values", Missing.class))
                .registerConverter(Unknown.class, new Choice<>("treatment of unknown categories", Unknown.class))
                .registerConverter(Path.class, new Texts.Name())
                .registerConverter(boolean.class, new Texts.Truth())
                .registerConverter(Completion.Shell.class, new Choice<>("shell", Completion.Shell.class))
                .registerConverter(
                        ProvidersNew.ProviderKind.class, new Choice<>("kind", ProvidersNew.ProviderKind.class))
                .registerConverter(Matmul.class, new Choice<>("matrix product", Matmul.class))
                .setParameterExceptionHandler((mistake, _) -> errors.report(Mistakes.of(mistake)))
                .setExecutionExceptionHandler((failure, _, _) -> errors.report(failure));
        GroupedHelp.install(line);
        try {
            int code = line.execute(args);
            return code == 0 && out.checkError() ? errors.report(lost()) : code;
        } catch (RuntimeException | Error failure) {
            return errors.report(failure);
        }
    }
}
