package io.fletching.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.fletching.runtime.PluginFile;
import io.fletching.runtime.Technique;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a jar is and asks for.
///
/// @param spi which SPI it was compiled against, empty where it does not say
/// @param fits which versions of the SPI it runs on
record JarLine(
        String jar,
        String sha256,
        String module,
        String version,
        String spi,
        String fits,
        Map<String, List<String>> provides,
        List<String> requires,
        List<String> packages,
        Set<String> reaches,
        Map<String, String> manifest,
        List<ProblemLine> problems,
        List<ProblemLine> notes) {
    private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+).*");

    static JarLine of(PluginFile file) {
        return new JarLine(
                file.path().toString(),
                file.sha256(),
                file.module(),
                file.version(),
                file.spi(),
                fits(file.spi()),
                file.provides(),
                file.requires(),
                file.packages(),
                file.reaches(),
                file.manifest(),
                ProblemLine.of(file.problems()),
                ProblemLine.of(file.notes()));
    }

    /// The jar of a provider; null where its classes lie in a folder.
    static @Nullable JarLine of(Technique<?> technique) {
        Path path = Path.of(technique.origin().location());
        return Files.isRegularFile(path) ? of(PluginFile.inspect(path)) : null;
    }

    /// The SPI grows within a major version.
    private static String fits(String spi) {
        Matcher numbers = NUMBERS.matcher(spi);
        return numbers.matches()
                ? numbers.group(1) + "." + numbers.group(2) + " and later " + numbers.group(1) + ".x"
                : "";
    }

    /// The SPI in words.
    @JsonIgnore
    String spiInWords() {
        return spi.isEmpty() ? "" : "compiled against " + spi + (fits.isEmpty() ? "" : ", runs on " + fits);
    }

    void print(PrintWriter out) {
        fact(out, "jar", jar);
        fact(out, "sha256", sha256);
        fact(out, "module", module + " " + version);
        fact(out, "SPI", spiInWords());
        provides.forEach((kind, classes) -> fact(out, kind, String.join(", ", classes)));
        fact(out, "requires", String.join(", ", requires));
        fact(out, "packages", String.join(", ", packages));
        fact(out, "reaches", String.join(", ", reaches));
        manifest.forEach((name, value) -> fact(out, name, value));
        ProblemLine.print("Problems", problems, out);
        ProblemLine.print("Notes", notes, out);
    }

    /// A line of a description; nothing where there is nothing to say.
    static void fact(PrintWriter out, String name, String value) {
        if (!value.isEmpty()) {
            out.printf("  %-12s %s%n", name, value);
        }
    }
}
