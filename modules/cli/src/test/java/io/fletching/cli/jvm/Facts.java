package io.fletching.cli.jvm;

import io.fletching.cli.jvm.Machine.Artifact;
import io.fletching.cli.jvm.Machine.Host;
import io.fletching.cli.jvm.Machine.Jvm;
import io.fletching.cli.jvm.Machine.Libraries;
import java.util.ArrayList;
import java.util.List;

/// A good machine, of which a test spoils something.
final class Facts {
    static final long GIB = 1L << 30;

    String version = "25.0.3+9-LTS";
    boolean modules = true;
    boolean compactObjectHeaders;
    boolean vectorApi = true;
    String kernels = "vector-512";
    boolean opensNio = true;
    List<String> noNativeAccess = List.of();
    String unsafeAccess = "allow";
    final List<Artifact> arrow = new ArrayList<>(List.of(
            arrow("arrow-memory-core", "19.0.0"),
            arrow("arrow-memory-unsafe", "19.0.0"),
            arrow("arrow-vector", "19.0.0")));
    String arrowRefusal = "";
    List<String> loggers = List.of("org.slf4j.nop.NOPServiceProvider");
    String product = "openblas, Zen";
    String openBlasRefusal = "";
    String system = "Linux";
    String architecture = "amd64";
    long memory = 8 * GIB;
    long heap = 2 * GIB;
    int processors = 4;
    int threads = 4;
    String hugePages = "madvise";
    String temporaryRefusal = "";
    String charset = "UTF-8";

    static Artifact arrow(String name, String version) {
        return new Artifact(name, version, "/lib/" + name + "-" + version + ".jar");
    }

    Machine machine() {
        return new Machine(
                new Jvm(
                        Runtime.Version.parse(version),
                        "A Vendor",
                        modules,
                        compactObjectHeaders,
                        vectorApi,
                        kernels,
                        opensNio,
                        noNativeAccess,
                        unsafeAccess),
                new Libraries(arrow, arrowRefusal, loggers, product, openBlasRefusal),
                new Host(
                        system,
                        architecture,
                        memory,
                        heap,
                        processors,
                        threads,
                        hugePages,
                        "/tmp",
                        temporaryRefusal,
                        charset));
    }
}
