package io.fletching.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs a copy of mvnw against a repository on this machine whose Maven is a script that tells how it was called.
class MvnwTest {
    private static final String ARCHIVE =
            "/repository/org/apache/maven/apache-maven/3.9.14/apache-maven-3.9.14-bin.tar.gz";

    @TempDir
    Path folder;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private byte[] archive;
    private Path programs;
    private Path kept;

    @BeforeEach
    void serve() throws Exception {
        Path maven = folder.resolve("apache-maven-3.9.14");
        Command.script(maven.resolve("bin/mvn"), "echo \"fetched $JAVA_HOME $MAVEN_OPTS $*\"");
        Path file = folder.resolve("maven.tar.gz");
        assertThat(new Command("tar", "-czf", file, "-C", folder, "apache-maven-3.9.14")
                        .run()
                        .exitCode())
                .isZero();
        archive = Files.readAllBytes(file);

        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            requests.add(path);
            boolean known = path.equals(ARCHIVE);
            exchange.sendResponseHeaders(known ? 200 : 404, known ? archive.length : -1);
            if (known) {
                exchange.getResponseBody().write(archive);
            }
            exchange.close();
        });
        server.start();

        Command.copyScripts(folder, "mvnw", "build/find-jdk.sh");
        programs = Command.programs(
                folder.resolve("programs"),
                "sh",
                "sed",
                "readlink",
                "dirname",
                "cut",
                "mkdir",
                "mktemp",
                "rm",
                "mv",
                "tar",
                "gzip",
                "sha512sum",
                "shasum");
        kept = folder.resolve("the user's maven");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void pin(byte[] content) throws Exception {
        String sha512 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(content));
        Path mvnw = folder.resolve("mvnw");
        Files.writeString(mvnw, Files.readString(mvnw).replaceAll("(?m)^sha512=[0-9a-f]{128}$", "sha512=" + sha512));
        assertThat(mvnw).content().contains(sha512);
    }

    private Command mvnw(String downloader) throws IOException {
        Command.programs(programs, downloader);
        assumeTrue(Files.exists(programs.resolve(downloader)), downloader + " is not on this machine");
        return new Command(folder.resolve("mvnw"), "-q", "verify")
                .environment("PATH", programs)
                .environment("JAVA_HOME", System.getProperty("java.home"))
                .environment("MAVEN_USER_HOME", kept)
                .environment(
                        "MVNW_REPOURL",
                        "http://localhost:" + server.getAddress().getPort() + "/repository/");
    }

    private Command mvnw() throws IOException {
        return mvnw("curl");
    }

    private String fetched() {
        return "fetched " + System.getProperty("java.home") + "  --sun-misc-unsafe-memory-access=allow -q verify\n";
    }

    private List<Path> filesKept() throws IOException {
        if (!Files.exists(kept)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(kept)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"curl", "wget"})
    void fetchesOnceAndKeeps(String downloader) throws Exception {
        pin(archive);
        assertThat(mvnw(downloader).run()).isEqualTo(new Command.Result(0, fetched(), ""));
        assertThat(mvnw(downloader).run()).isEqualTo(new Command.Result(0, fetched(), ""));
        assertThat(requests).containsExactly(ARCHIVE);
        assertThat(filesKept())
                .singleElement()
                .satisfies(file -> assertThat(file).endsWith(Path.of("bin", "mvn")));
    }

    @Test
    void wrongSumLeavesNothingBehind() throws Exception {
        pin(new byte[] {1});
        Command.Result result = mvnw().run();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).hasLineCount(1).contains("the SHA-512 of 'http://localhost", "expected '");
        assertThat(requests).containsExactly(ARCHIVE);
        assertThat(kept.resolve("wrapper/dists/apache-maven-3.9.14")).isEmptyDirectory();
    }

    @Test
    void missingArchiveLeavesNothingBehind() throws Exception {
        Command.Result result = mvnw().environment(
                        "MVNW_REPOURL",
                        "http://localhost:" + server.getAddress().getPort() + "/elsewhere")
                .run();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("Maven 3.9.14 could not be fetched from 'http://localhost", "MVNW_REPOURL");
        assertThat(kept.resolve("wrapper/dists/apache-maven-3.9.14")).isEmptyDirectory();
    }

    private void install(String version) throws IOException {
        Command.script(
                programs.resolve("mvn"),
                "case $1 in --version) printf '\\033[1mApache Maven " + version + "\\033[m\\nMaven home: /x\\n' ;;",
                "*) echo \"installed $JAVA_HOME $MAVEN_OPTS $*\" ;; esac");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.8.7", "3.8.9", "3.8.10", "3.9.0", "3.10.0"})
    void takesInstalledMaven(String version) throws Exception {
        install(version);
        assertThat(mvnw().run().out()).isEqualTo(fetched().replace("fetched", "installed"));
        assertThat(requests).isEmpty();
        assertThat(filesKept()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.2.1", "3.0.5", "3.6.3", "3.8.6", "4.0.0-rc-5"})
    void passesOverInstalledMavenOfAnotherVersion(String version) throws Exception {
        install(version);
        pin(archive);
        assertThat(mvnw().run().out()).isEqualTo(fetched());
    }

    @Test
    void keepsTheUsersMavenOptions() throws Exception {
        install("3.9.14");
        assertThat(mvnw().environment("MAVEN_OPTS", "-Xmx1g").run().out())
                .contains(" -Xmx1g --sun-misc-unsafe-memory-access=allow ");
    }
}
