package io.fletching.cli.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.cli.jvm.Finding.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each bad machine gets its finding, and no other.
class MachineTest {
    private static final Level PROBLEM = Level.PROBLEM;
    private static final Level WARNING = Level.WARNING;

    @SuppressWarnings("unused") // FieldSource reads it
    private static final List<Arguments> BAD = List.of(
            bad("JDK", PROBLEM, "moves memory", "25.0.3 or newer", facts -> facts.version = "25.0.2+10"),
            bad("JDK", PROBLEM, "moves memory", "25.0.3 or newer", facts -> facts.version = "25"),
            bad("JDK", PROBLEM, "refuse", "JDK 25", facts -> facts.version = "26.0.1+1"),
            bad("JDK", PROBLEM, "older", "JDK 25", facts -> facts.version = "21.0.9"),
            bad("object headers", PROBLEM, "JDK-8380060", "without", facts -> facts.compactObjectHeaders = true),
            bad("kernels", WARNING, "slower", "--add-modules jdk.incubator.vector", facts -> {
                facts.vectorApi = false;
                facts.kernels = "scalar";
            }),
            bad("kernels", WARNING, "scalar, though", "FLETCHING_KERNELS", facts -> facts.kernels = "scalar"),
            bad("kernels", PROBLEM, "'fast'", "FLETCHING_KERNELS", facts -> facts.kernels = "Property is 'fast'."),
            bad("java.nio", PROBLEM, "Closed", "=org.apache.arrow.memory.core", facts -> facts.opensNio = false),
            bad("java.nio", PROBLEM, "Closed", "=ALL-UNNAMED", facts -> {
                facts.opensNio = false;
                facts.modules = false;
            }),
            bad(
                    "native access",
                    WARNING,
                    "to io.fletching.arrow",
                    "=io.fletching.arrow,io.fletching.linalg",
                    facts -> facts.noNativeAccess = List.of("io.fletching.arrow")),
            bad("native access", WARNING, "to the class path", "=ALL-UNNAMED", facts -> {
                facts.noNativeAccess = List.of("the class path");
                facts.modules = false;
            }),
            bad("sun.misc.Unsafe", WARNING, "warns", "access=allow", facts -> facts.unsafeAccess = ""),
            bad("sun.misc.Unsafe", PROBLEM, "denied", "access=allow", facts -> facts.unsafeAccess = "deny"),
            bad(
                    "Arrow",
                    PROBLEM,
                    "arrow-vector 18.3.0 in /lib/",
                    "one version",
                    facts -> facts.arrow.set(2, Facts.arrow("arrow-vector", "18.3.0"))),
            bad(
                    "Arrow",
                    PROBLEM,
                    "matter of order",
                    "one version",
                    facts -> facts.arrow.add(Facts.arrow("arrow-memory-core", "18.3.0"))),
            bad(
                    "Arrow's allocator",
                    WARNING,
                    "Both",
                    "-Darrow.allocation.manager.type=Unsafe",
                    facts -> facts.arrow.add(Facts.arrow("arrow-memory-netty", "19.0.0"))),
            bad("Arrow's allocator", PROBLEM, "None", "arrow-memory-unsafe", facts -> facts.arrow.remove(1)),
            bad(
                    "Arrow's allocator",
                    PROBLEM,
                    "as a module",
                    "arrow-memory-unsafe",
                    facts -> facts.arrow.set(1, Facts.arrow("arrow-memory-netty", "19.0.0"))),
            bad("Arrow memory", PROBLEM, "It cannot start.", "above", facts -> facts.arrowRefusal = "It cannot start."),
            bad("logging", WARNING, "no provider", "slf4j-nop", facts -> facts.loggers = List.of()),
            bad("logging", WARNING, "a.B, c.D", "one provider", facts -> facts.loggers = List.of("a.B", "c.D")),
            bad(
                    "matrix products",
                    WARNING,
                    "not found",
                    "without OpenBLAS",
                    facts -> facts.openBlasRefusal = "OpenBLAS was not found."),
            bad("platform", WARNING, "Linux on aarch64", "--matmul portable", facts -> facts.architecture = "aarch64"),
            bad("platform", WARNING, "Mac OS X", "--matmul portable", facts -> facts.system = "Mac OS X"),
            bad("memory", PROBLEM, "end it", "-Xmx2048m", facts -> facts.heap = 8 * Facts.GIB),
            bad("memory", PROBLEM, "Of 1,024 MiB the heap may take 800 MiB", "-Xmx256m", facts -> {
                facts.memory = Facts.GIB;
                facts.heap = 800L << 20;
            }),
            bad("memory", WARNING, "little", "-Xmx2048m", facts -> facts.heap = 7 * Facts.GIB),
            bad("threads", WARNING, "16 on 4 processors", "--threads", facts -> facts.threads = 16),
            bad(
                    "temporary files",
                    PROBLEM,
                    "'/tmp' (full)",
                    "java.io.tmpdir",
                    facts -> facts.temporaryRefusal = "full"),
            bad("locale", WARNING, "ANSI_X3.4-1968", "C.UTF-8", facts -> facts.charset = "ANSI_X3.4-1968"));

    private static Arguments bad(String check, Level level, String found, String cure, Consumer<Facts> spoil) {
        return Arguments.of(check, level, found, cure, spoil);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @FieldSource("BAD")
    void aBadMachine(String check, Level level, String found, String cure, Consumer<Facts> spoil) {
        var facts = new Facts();
        spoil.accept(facts);

        assertThat(notGood(facts)).singleElement().satisfies(finding -> {
            assertThat(finding.check()).isEqualTo(check);
            assertThat(finding.level()).isEqualTo(level);
            assertThat(finding.found()).contains(found);
            assertThat(finding.cure()).contains(cure).endsWith(".");
        });
    }

    @Test
    void aGoodMachine() {
        assertThat(new Facts().machine().findings())
                .hasSize(17)
                .allMatch(
                        finding -> finding.level() == Level.OK && finding.cure().isEmpty());
    }

    @Test
    void nettyIsGoodOnTheClassPath() {
        var facts = new Facts();
        facts.modules = false;
        facts.arrow.set(1, Facts.arrow("arrow-memory-netty", "19.0.0"));
        assertThat(notGood(facts)).isEmpty();
    }

    @Test
    void withoutArrowNothingElseIsKnownOfIt() {
        var facts = new Facts();
        facts.arrow.clear();
        assertThat(notGood(facts)).extracting(Finding::check).containsExactly("Arrow", "Arrow's allocator");
    }

    @ParameterizedTest
    @ValueSource(strings = {"25.0.3", "25.0.4+1-LTS", "25.1"})
    void goodJdks(String version) {
        var facts = new Facts();
        facts.version = version;
        assertThat(notGood(facts)).isEmpty();
    }

    @Test
    void theLimitOfAControlGroup(@TempDir Path root) throws IOException {
        assertThat(ControlGroup.limit(root)).isEqualTo(Long.MAX_VALUE);
        Files.writeString(root.resolve("memory.max"), "max\n");
        assertThat(ControlGroup.limit(root)).isEqualTo(Long.MAX_VALUE);
        Files.writeString(root.resolve("memory.max"), "536870912\n");
        assertThat(ControlGroup.limit(root)).isEqualTo(536_870_912);

        Path first = Files.createDirectories(root.resolve("one/memory")).resolve("memory.limit_in_bytes");
        Files.writeString(first, "9223372036854771712\n");
        assertThat(ControlGroup.limit(root.resolve("one"))).isEqualTo(Long.MAX_VALUE);
        Files.writeString(first, "1073741824\n");
        assertThat(ControlGroup.limit(root.resolve("one"))).isEqualTo(Facts.GIB);
    }

    @Test
    void theSurveySeesThisJvm() {
        Machine machine = Survey.of(3);
        assertThat(machine.jvm().version()).isEqualTo(Runtime.version());
        assertThat(machine.jvm().vectorApi()).isTrue();
        assertThat(machine.jvm().opensNio()).isTrue();
        assertThat(machine.jvm().noNativeAccess()).isEmpty();
        assertThat(machine.jvm().unsafeAccess()).isEqualTo("allow");
        assertThat(machine.libraries().arrow())
                .extracting(Machine.Artifact::name)
                .contains("arrow-memory-core", "arrow-memory-unsafe", "arrow-vector");
        assertThat(machine.libraries().arrow())
                .allSatisfy(jar -> assertThat(jar.place()).endsWith(jar.name() + "-" + jar.version() + ".jar"));
        assertThat(machine.libraries().arrowRefusal()).isEmpty();
        assertThat(machine.libraries().loggers()).containsExactly("org.slf4j.nop.NOPServiceProvider");
        assertThat(machine.host().threads()).isEqualTo(3);
        assertThat(machine.host().memory()).isGreaterThan(machine.host().heap());
        assertThat(machine.host().temporaryRefusal()).isEmpty();
    }

    private static List<Finding> notGood(Facts facts) {
        Stream<Finding> findings = facts.machine().findings().stream();
        return findings.filter(finding -> finding.level() != Level.OK).toList();
    }
}
