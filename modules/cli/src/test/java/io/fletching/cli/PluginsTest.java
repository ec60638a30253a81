package io.fletching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fletching.spi.Provider;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Projects that `providers new` makes, compiled, packed, and used as plugins.
class PluginsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path jars;

    @TempDir
    private Path folder;

    @BeforeAll
    static void build(@TempDir Path work) throws IOException {
        for (String project : List.of(
                "signum optimizer com.example.signum",
                "my-clip clipper com.example.myclip",
                "rms normalizer com.example.rms",
                "narrow initializer org.acme.narrow")) {
            String[] words = project.split(" ", -1);
            Path made = work.resolve(words[0]);
            Outcome outcome = Outcome.of(
                    "providers", "new", words[0], "--kind", words[1], "--package", words[2], "--dir", made.toString());
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.code()).isZero();
            pack(made, jars.resolve(words[0] + ".jar"));
        }
    }

    @Test
    void theProjectHasAllThatMavenNeeds() throws IOException {
        Path made = folder.resolve("new");
        Outcome outcome = Outcome.of("providers", "new", "sign-descent", "--kind=optimizer", "--dir", made.toString());
        assertThat(outcome.out()).anyMatch(line -> line.contains("SignDescent.java"));
        try (Stream<Path> files = Files.walk(made)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> made.relativize(file).toString()))
                    .containsExactlyInAnyOrder(
                            "README.md",
                            "pom.xml",
                            "src/main/java/module-info.java",
                            "src/main/java/com/example/signdescent/SignDescent.java",
                            "src/main/resources/META-INF/services/io.fletching.spi.Optimizer",
                            "src/test/java/com/example/signdescent/SignDescentTest.java");
        }
        try (Stream<Path> files = Files.walk(made)) {
            assertThat(files.filter(Files::isRegularFile))
                    .allSatisfy(file -> assertThat(file).content().doesNotContainPattern("@[A-Z]+@"));
        }
        assertThat(made.resolve("pom.xml"))
                .content()
                .contains(
                        "<artifactId>sign-descent</artifactId>",
                        "<fletching.version>" + Versions.fletching() + "</fletching.version>");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Signum --kind optimizer | The name is 'Signum'; expected lower-case words joined by dashes, such as"
                        + " sign-descent.",
                "adamw --kind optimizer | There is the optimizer 'adamw' already, and its name means that one; choose"
                        + " another name.",
                "option --kind clipper | The name 'option' makes the class 'Option', which means another; choose"
                        + " another.",
                "new --kind clipper | The package is 'com.example.new'; expected lower-case words joined by dots, at"
                        + " least two, none a word of Java's own and not in io.fletching. Give one with --package.",
                "x --kind clipper --package io.fletching.x | The package is 'io.fletching.x'; expected lower-case words"
                        + " joined by dots, at least two, none a word of Java's own and not in io.fletching. Give one"
                        + " with --package.",
                "x --kind optimiser | There is no kind 'optimiser'. Did you mean 'optimizer'? Choices: [initializer,"
                        + " normalizer, optimizer, clipper].",
                "x | Option '--kind' has no value; expected KIND behind it.",
            })
    void aProjectThatCannotBe(String arguments, String line) {
        var words = new ArrayList<>(List.of("providers", "new"));
        words.addAll(List.of(arguments.split(" ")));
        words.addAll(List.of("--dir", folder.resolve("none").toString()));
        Outcome outcome = Outcome.of(words.toArray(String[]::new));
        assertThat(outcome.err()).containsExactly("fletch: " + line);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Files.writeString(folder.resolve("precious"), "");
        Outcome outcome = Outcome.of("providers", "new", "x", "--kind", "clipper", "--dir", folder.toString());
        assertThat(outcome.err())
                .containsExactly("fletch: The folder '" + folder
                        + "' is not empty; expected a new or empty one, such as --dir NEW.");
        assertThat(folder).isDirectoryContaining("glob:**/precious");
    }

    @ParameterizedTest
    @ValueSource(strings = {"signum", "my-clip", "rms", "narrow"})
    void eachIsVerified(String name) {
        Outcome outcome = Outcome.of("providers", "verify", jar(name));
        assertThat(outcome.out())
                .contains("Loaded:", "Examined by the conformance kit:", "No problem was found.")
                .anyMatch(line -> line.matches(".*/" + name + ": \\d{2} rules kept, 0 broken, \\d missed, \\d skipped"))
                .anyMatch(line -> line.contains("requires") && line.contains("io.fletching.spi"))
                .anyMatch(line -> line.contains("/" + name + ": "));
        assertThat(outcome.code()).isZero();
    }

    @Test
    void aProviderThatBreaksARuleIsNotVerified() throws IOException {
        Path project = folder.resolve("deaf");
        Outcome.of("providers", "new", "deaf", "--kind=optimizer", "--dir", project.toString());
        Path source = project.resolve("src/main/java/com/example/deaf/Deaf.java");
        Files.writeString(source, Files.readString(source).replace("step.gradientScale() * ", ""));
        Path jar = folder.resolve("deaf.jar");
        pack(project, jar);

        Outcome outcome = Outcome.of("providers", "verify", jar.toString(), "--json");
        assertThat(outcome.code()).isEqualTo(2);
        JsonNode verdict = JSON.readTree(outcome.out().getLast());
        assertThat(verdict.get("problems")).isEmpty();
        JsonNode examined = verdict.get("examined").get(0);
        assertThat(examined.get("conforms").asBoolean()).isFalse();
        assertThat(examined.get("rules"))
                .filteredOn(rule -> rule.get("outcome").asText().equals("broken"))
                .allSatisfy(rule -> assertThat(rule.get("why").asText()).isNotBlank())
                .extracting(rule -> rule.get("rule").asText())
                .containsExactly("OPT-02");
    }

    @Test
    void aBadJarIsNotVerified() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.jar"), "no jar");
        Outcome outcome = Outcome.of("providers", "verify", broken.toString());
        assertThat(outcome.err()).singleElement().asString().startsWith("fletch: " + broken + ": ");
        assertThat(outcome.code()).isEqualTo(2);

        Path without = folder.resolve("without.jar");
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Files.writeString(classes.resolve("note.txt"), "");
        run("jar", "--create", "--file", without.toString(), "-C", classes.toString(), ".");
        Outcome empty = Outcome.of("providers", "verify", without.toString(), "--json");
        assertThat(empty.out().getFirst()).contains("\"code\":\"plugin-no-provider\"");
        assertThat(empty.code()).isEqualTo(2);
    }

    @Test
    void theyTrainTogetherAndTheRunIsRepeated() throws IOException {
        String run = folder.resolve("run").toString();
        JsonNode first = train(
                "--plugins",
                jars.toString(),
                "--optimizer",
                "signum",
                "--clipper",
                "my-clip",
                "--normalizer",
                "rms",
                "--initializer",
                "narrow",
                "--out",
                run);
        JsonNode again = train("--config", run, "--out", folder.resolve("again").toString());
        assertThat(again.get("weights_sha256")).isEqualTo(first.get("weights_sha256"));
        assertThat(Path.of(run, "run.yaml"))
                .content()
                .contains("com.example.signum/signum@0.1.0", "plugins:\n- " + jars);
    }

    @Test
    void ofTwoOfOneNameNoneIsMeantUntilOneIsPreferred() throws IOException {
        Path other = folder.resolve("other");
        Outcome.of(
                "providers",
                "new",
                "signum",
                "--kind=optimizer",
                "--package=org.other.signum",
                "--dir",
                other.toString());
        Path plugins = Files.createDirectories(folder.resolve("plugins"));
        pack(other, plugins.resolve("other.jar"));
        Files.copy(jars.resolve("signum.jar"), plugins.resolve("signum.jar"));
        String[] chosen = {"--plugins", plugins.toString(), "--prefer", "optimizer=org.other.signum/signum"};

        Outcome refused = Outcome.of("train", "spirals", "--plugins", plugins.toString(), "--optimizer", "signum");
        assertThat(refused.err())
                .singleElement()
                .asString()
                .contains("com.example.signum/signum@0.1.0 in ", "org.other.signum/signum@0.1.0 in ", "--prefer");
        assertThat(refused.code()).isEqualTo(2);

        assertThat(train(both(chosen, "--optimizer", "signum", "--out", out("flag"))))
                .isNotNull();
        assertThat(recipe("flag")).contains("org.other.signum/signum@0.1.0");

        Path config = Files.writeString(
                folder.resolve("my.yaml"), "plugins: [plugins]\nprefer: {optimizer: com.example.signum/signum}\n");
        train("--config", config.toString(), "--optimizer", "signum", "--out", out("key"));
        assertThat(recipe("key")).contains("com.example.signum/signum@0.1.0");
        // A flag replaces the key.
        train(both(chosen, "--config", config.toString(), "--optimizer", "signum", "--out", out("both")));
        assertThat(recipe("both")).contains("org.other.signum/signum@0.1.0");

        System.setProperty("fletching.prefer.optimizer", "com.example.signum/signum");
        try {
            train("--plugins", plugins.toString(), "--optimizer", "signum", "--out", out("property"));
        } finally {
            System.clearProperty("fletching.prefer.optimizer");
        }
        assertThat(recipe("property"))
                .contains("com.example.signum/signum@0.1.0")
                .containsPattern("--prefer\\s+optimizer=com.example.signum/signum\\s");

        assertThat(Outcome.of(both(new String[] {"providers", "list", "--why"}, chosen))
                        .out())
                .anyMatch(line -> line.strip().startsWith("meant: preferred as org.other.signum/signum"))
                .anyMatch(line -> line.strip().startsWith("not meant: "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--prefer=x | Option '--prefer' is 'x'; expected KIND=MODULE/NAME, such as"
                        + " optimizer=com.acme.signum/signum.",
                "--prefer=optimiser=a/b | There is no kind of provider 'optimiser'. Did you mean 'optimizer'? Kinds:"
                        + " [initializer, normalizer, optimizer, clipper].",
                "--prefer=optimizer=signum | The preferred optimizer is 'signum'; expected a full name, module/name or"
                        + " module/name@version.",
            })
    void aPreferenceThatIsNone(String argument, String line) {
        Outcome outcome = Outcome.of("train", "spirals", argument);
        assertThat(outcome.err()).containsExactly("fletch: " + line);
        assertThat(outcome.code()).isEqualTo(2);
    }

    @Test
    void whereALockIsOnlyTrustedJarsRun() throws IOException {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        for (String name : List.of("signum", "rms")) {
            Files.copy(jars.resolve(name + ".jar"), plugins.resolve(name + ".jar"));
        }
        Outcome trusted =
                Outcome.of("providers", "trust", plugins.resolve("signum.jar").toString());
        assertThat(trusted.out())
                .anyMatch(line -> line.contains("sha256"))
                .last()
                .isEqualTo("Approved in " + plugins.resolve("plugins.lock"));
        assertThat(Outcome.of(
                                "providers",
                                "trust",
                                plugins.resolve("signum.jar").toString())
                        .out())
                .last()
                .isEqualTo("Approved before in " + plugins.resolve("plugins.lock"));

        Outcome list = Outcome.of("providers", "list", "--plugins", plugins.toString());
        assertThat(list.out())
                .anyMatch(line -> line.contains("com.example.signum"))
                .noneMatch(line -> line.contains("com.example.rms"))
                .anyMatch(line -> line.contains("plugin-not-approved"));
        assertThat(Outcome.of("providers", "describe", "signum", "--plugins", plugins.toString())
                        .out())
                .anyMatch(line -> line.matches("  sha256 +[0-9a-f]{64}"));
    }

    private static String jar(String name) {
        return jars.resolve(name + ".jar").toString();
    }

    private String out(String name) {
        return folder.resolve(name).toString();
    }

    private String recipe(String name) throws IOException {
        return Files.readString(folder.resolve(name).resolve("run.yaml"));
    }

    /// Trains in a moment, and gives the event of its end.
    private static JsonNode train(String... arguments) throws IOException {
        String[] small = {"train", "spirals", "--depth", "1", "--width", "4", "--epochs", "1", "--json"};
        Outcome outcome = Outcome.of(both(small, arguments));
        assertThat(outcome.err()).isEmpty();
        return JSON.readTree(outcome.out().getLast());
    }

    private static String[] both(String[] first, String... second) {
        return Stream.of(first, second).flatMap(Arrays::stream).toArray(String[]::new);
    }

    /// Compiles a project against the SPI alone, as Maven does, and packs it.
    private static void pack(Path project, Path jar) throws IOException {
        Path classes = project.resolve("target");
        var words = new ArrayList<>(List.of("-Xlint:all", "-Werror", "-d", classes.toString(), "-p", spi()));
        try (Stream<Path> sources = Files.walk(project.resolve("src/main/java"))) {
            sources.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::toString)
                    .forEach(words::add);
        }
        run("javac", words.toArray(String[]::new));
        run(
                "jar",
                "--create",
                "--file",
                jar.toString(),
                "--module-version",
                "0.1.0",
                "-C",
                classes.toString(),
                ".",
                "-C",
                project.resolve("src/main/resources").toString(),
                ".");
    }

    private static String spi() {
        return new File(Provider.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .getPath();
    }

    private static void run(String tool, String... arguments) {
        var out = new StringWriter();
        int code =
                ToolProvider.findFirst(tool).orElseThrow().run(new PrintWriter(out), new PrintWriter(out), arguments);
        assertThat(code).as(out.toString()).isZero();
    }
}
