package io.fletching.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.scripts.Command;
import io.fletching.scripts.Command.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One program in each way in which a host takes Fletching in. It owns the allocator, and in each way it learns the
/// same, to the bit.
class EmbeddedIT {
    private static final Pattern TOLD = Pattern.compile("""
            loaded: (?<loaded>.*)
            techniques: \\[.*he, .*xavier, .*batchnorm, .*layernorm, .*adamw, .*sgd, .*norm-clipping.*]
            matrix product: (?<product>.*)
            loss: (?<loss>\\d\\.\\d{4})
            weights: (?<weights>[0-9a-f]{64})
            """);

    private static final String FIRST_JAR = "app, jar:fletching-nn-[^/]*\\.jar";

    @TempDir
    static Path folder;

    private static Path host;
    private static String weights;

    @BeforeAll
    static void learn() throws Exception {
        host = Packed.host(folder);
        Matcher told = run(Packed.onClassPath(Packed.path(Packed.library(), host), "com.acme.host.Host"));
        assertThat(told.group("loaded")).matches("unnamed, " + FIRST_JAR);
        assertThat(told.group("product")).isEqualTo("portable");
        assertThat(Double.parseDouble(told.group("loss"))).isLessThan(0.25);
        weights = told.group("weights");
    }

    /// What the program told.
    static Matcher run(Command program) throws Exception {
        Result result = program.in(folder).run();
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).isEqualTo(Packed.ASIDES);
        return told(result.out());
    }

    static Matcher told(String text) {
        Matcher told = TOLD.matcher(text);
        assertThat(told.matches()).as(text).isTrue();
        return told;
    }

    private static void assertLearned(Matcher told, String loaded) {
        assertThat(told.group("loaded")).matches(loaded);
        assertThat(told.group("product")).isEqualTo("openblas");
        assertThat(told.group("weights")).isEqualTo(weights);
    }

    @Test
    void modulePath() throws Exception {
        var program = new Command(Path.of(System.getProperty("java.home"), "bin", "java"))
                .with("-p", Packed.path(Packed.library(), host), "-cp", Packed.openBlas())
                .with("--add-modules=org.apache.arrow.memory.unsafe,jdk.incubator.vector")
                .with("--add-opens=java.base/java.nio=org.apache.arrow.memory.core")
                .with("--enable-native-access=io.fletching.arrow,io.fletching.linalg")
                .with("--sun-misc-unsafe-memory-access=allow", "-XX:TieredStopAtLevel=1")
                .with("-m", "com.acme.host");
        assertLearned(run(program), "named, " + FIRST_JAR);
    }

    @Test
    void classPath() throws Exception {
        String classPath = Packed.path(Packed.library(), host, Packed.openBlas());
        assertLearned(run(Packed.onClassPath(classPath, "com.acme.host.Host")), "unnamed, " + FIRST_JAR);
    }

    @Test
    void fatJar() throws Exception {
        Path jar = FatJar.of(everything(), folder.resolve("fat.jar"), true);
        assertLearned(run(start(jar)), "unnamed, app, jar:fat\\.jar");
    }

    @Test
    void fatJarWhoseServicesAreNotJoinedIsCaught() throws Exception {
        List<Path> jars = everything();
        jars.remove(Packed.openBlas());
        Path jar = FatJar.of(jars, folder.resolve("apart.jar"), false);
        Result result = start(jar).run();
        assertThat(result.err()).containsPattern("There is no (initializer|normalizer|optimizer|clipper) ");
    }

    /// The jar has the other flags in its manifest.
    private static Command start(Path jar) {
        return new Command(Path.of(System.getProperty("java.home"), "bin", "java"))
                .with("--add-modules=jdk.incubator.vector", "--sun-misc-unsafe-memory-access=allow")
                .with("-XX:TieredStopAtLevel=1", "-jar", jar);
    }

    private static List<Path> everything() throws IOException {
        var jars = new ArrayList<>(Packed.library());
        jars.add(Packed.openBlas());
        jars.add(host);
        return jars;
    }

    @Test
    void nettyOfTheHost() throws Exception {
        List<Path> netty = Packed.jars(Command.ROOT.resolve("modules/arrow/target/netty"));
        assertThat(netty).hasSize(4);
        var jars = everything();
        assertThat(jars.removeIf(jar -> Packed.name(jar).startsWith("arrow-memory-unsafe")))
                .isTrue();
        jars.addAll(netty);
        assertLearned(run(Packed.onClassPath(Packed.path(jars), "com.acme.host.Host")), "unnamed, " + FIRST_JAR);
    }

    @Test
    void image() throws Exception {
        Path image = Image.of(host, folder);
        // OpenBLAS is no module of the image, and the image's Java has the flags built in.
        Command program = new Command(image.resolve("bin/java"))
                .with("-XX:TieredStopAtLevel=1", "-cp", Packed.openBlas(), "-m", "com.acme.host/com.acme.host.Host");
        assertLearned(run(program), "named, app, jrt:/io\\.fletching\\.nn/io/fletching/nn/Training\\.class");
    }
}
