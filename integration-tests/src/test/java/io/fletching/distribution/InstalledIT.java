package io.fletching.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.docs.Document;
import io.fletching.scripts.Command;
import io.fletching.scripts.Command.Result;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./mvnw -Dquick install` in a clone, and then projects elsewhere that have nothing but what docs/embedding.md says
/// and the program of the README, or the class and the commands of docs/write-a-provider.md.
class InstalledIT {
    /// The local Maven repository of this build. What it has from others is lent to the tests, which add none of ours.
    private static final Path LENDER = Path.of(System.getProperty("fletching.repository"));

    private static final Set<String> NOT_CLONED = Set.of("target", ".git", "runs");

    @TempDir
    static Path folder;

    private static Path repository;
    private static Path clone;

    @BeforeAll
    static void install() throws Exception {
        repository = lend(folder.resolve("repository"));
        clone = folder.resolve("clone");
        copyTree(Command.ROOT, clone);
        succeed(maven(clone, "-Dquick", "install"));
    }

    /// A repository of links to what is there, except for ours.
    private static Path lend(Path lent) throws IOException {
        link(LENDER, lent, "io");
        link(LENDER.resolve("io"), lent.resolve("io"), "fletching");
        return lent;
    }

    private static void link(Path from, Path to, String except) throws IOException {
        Files.createDirectories(to);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(from)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!name.equals(except)) {
                    Files.createSymbolicLink(to.resolve(name), entry.toAbsolutePath());
                }
            }
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (NOT_CLONED.contains(directory.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static Command maven(Path place, Object... words) {
        return new Command(Command.ROOT.resolve("mvnw"))
                .with("-q", "-B", "-ntp", "-Dmaven.repo.local=" + repository)
                .with(words)
                .environment("HOME", System.getProperty("user.home"))
                .environment("JAVA_HOME", System.getProperty("java.home"))
                .in(place);
    }

    private static void succeed(Command command) throws Exception {
        Result result = command.run();
        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
    }

    /// The names of what is in a folder of the repository for the version of this build, `-VERSION` left out.
    private static Set<String> installed(String artifact) throws IOException {
        Set<String> names = new TreeSet<>();
        try (DirectoryStream<Path> versions =
                Files.newDirectoryStream(repository.resolve("io/fletching/" + artifact), "[0-9]*")) {
            Path version = versions.iterator().next();
            try (DirectoryStream<Path> files = Files.newDirectoryStream(version, "fletching*")) {
                files.forEach(
                        file -> names.add(file.getFileName().toString().replace("-" + version.getFileName(), "")));
            }
        }
        return names;
    }

    @Test
    void jarsAndSourcesAreInstalled() throws IOException {
        assertThat(installed("fletching")).containsExactly("fletching.pom");
        assertThat(installed("fletching-bom")).containsExactly("fletching-bom.pom");
        for (String artifact : List.of("fletching-spi", "fletching-cli", "fletching-tck", "fletching-provider-he")) {
            assertThat(installed(artifact))
                    .containsExactly(artifact + "-sources.jar", artifact + ".jar", artifact + ".pom");
        }
        assertThat(repository.resolve("io/fletching/fletching-integration-tests"))
                .doesNotExist();
    }

    @Test
    void projectElsewhereRunsTheProgramOfTheReadme(@TempDir Path project) throws Exception {
        Document page = Document.read("docs/embedding.md");
        Files.writeString(project.resolve("pom.xml"), pom(page.texts("xml").getFirst()));
        Path sources = Files.createDirectories(project.resolve("src/main/java"));
        Files.writeString(
                sources.resolve("Digits.java"),
                Document.read("README.md").texts("java").getFirst());

        succeed(maven(project, "compile", "dependency:copy-dependencies", "-DincludeScope=runtime"));
        Result result = new Command("sh", "-c", page.texts("sh").getFirst())
                .environment("PATH", System.getProperty("java.home") + "/bin:" + System.getenv("PATH"))
                .in(project)
                .run();

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).matches("9\\d\\.\\d % of unseen digits are read\\.\n");
    }

    @Test
    void providerIsWrittenVerifiedDroppedInAndTrains(@TempDir Path empty) throws Exception {
        Document page = Document.read("docs/write-a-provider.md");
        List<String> commands = page.texts("sh");
        Path programs = Files.createDirectory(empty.resolve("programs"));
        Files.createSymbolicLink(programs.resolve("fletch"), clone.resolve("fletch"));
        // The wrapper looks for a Maven on the PATH, and must not find this.
        Command.script(
                programs.resolve("mvn"),
                "PATH='" + System.getenv("PATH") + "'",
                "exec '" + clone.resolve("mvnw") + "' -q -B -ntp '-Dmaven.repo.local=" + repository + "' \"$@\"");

        succeed(shell(commands.getFirst(), programs, empty));
        Path project = empty.resolve("sign-descent");
        Path source = project.resolve("src/main/java/com/example/signdescent/SignDescent.java");
        assertThat(source).exists();
        Files.writeString(source, page.texts("java").getFirst());
        Result result =
                shell("set -e\n" + commands.getLast(), programs, project).run();

        assertThat(result.exitCode()).as(result.out() + result.err()).isZero();
        assertThat(result.out()).contains("No problem was found.");
        assertThat(project.resolve("runs/spirals-1/run.yaml"))
                .content()
                .contains("id: com.example.signdescent/sign-descent@0.1.0");
        assertThat(project.resolve("target/surefire-reports/TEST-com.example.signdescent.SignDescentTest.xml"))
                .content()
                .containsPattern("<testsuite [^>]*tests=\"[2-9]\\d\"");
        String events = Files.readString(project.resolve("runs/spirals-1/run.jsonl"));
        // Chance is ln 3 = 1.10.
        assertThat(Installation.end(new Result(0, events, ""))
                        .get("training_loss")
                        .asDouble())
                .isLessThan(1);
    }

    private static Command shell(String commands, Path programs, Path place) {
        return new Command("sh", "-c", commands)
                .environment("PATH", programs + ":" + System.getenv("PATH"))
                .environment("HOME", System.getProperty("user.home"))
                .environment("JAVA_HOME", System.getProperty("java.home"))
                .in(place);
    }

    /// A pom with these elements, and with the plugins that the build itself uses, so that there is nothing to fetch.
    private static String pom(String elements) throws IOException {
        String ours = Files.readString(Command.ROOT.resolve("pom.xml"));
        var plugins = new StringBuilder();
        for (String plugin : List.of("compiler", "resources", "dependency")) {
            String artifact = "<artifactId>maven-" + plugin + "-plugin</artifactId>";
            String version = ours.substring(ours.indexOf(artifact)).replaceAll("(?s).*?<version>([^<]*)<.*", "$1");
            plugins.append("<plugin>" + artifact + "<version>" + version + "</version></plugin>");
        }
        return "<project><modelVersion>4.0.0</modelVersion><groupId>com.acme</groupId><artifactId>digits</artifactId>"
                + "<version>1</version><properties><maven.compiler.release>25</maven.compiler.release>"
                + "<project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties>" + elements
                + "<build><plugins>" + plugins + "</plugins></build></project>";
    }
}
