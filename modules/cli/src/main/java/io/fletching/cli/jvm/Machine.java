package io.fletching.cli.jvm;

import java.util.List;
import java.util.stream.Stream;

/// What the checks judge: facts alone, so that a bad machine can be made up.
public record Machine(Jvm jvm, Libraries libraries, Host host) {

    /// The virtual machine and the flags it was started with.
    ///
    /// @param version as `25.0.3+9-LTS`
    /// @param modules whether Fletching runs as named modules, which flags then name
    /// @param vectorApi whether the module `jdk.incubator.vector` is there
    /// @param kernels those that run, or why none do
    /// @param opensNio whether `java.nio` is open to Arrow
    /// @param noNativeAccess modules of Fletching that may not call native code
    /// @param unsafeAccess the value of `--sun-misc-unsafe-memory-access`, or empty
    public record Jvm(
            Runtime.Version version,
            String vendor,
            boolean modules,
            boolean compactObjectHeaders,
            boolean vectorApi,
            String kernels,
            boolean opensNio,
            List<String> noNativeAccess,
            String unsafeAccess) {}

    /// What is on the module path and the class path.
    ///
    /// @param arrow the jars of Arrow
    /// @param arrowRefusal why Arrow gives no memory; empty where it does
    /// @param loggers the classes by which SLF4J logs
    /// @param product the matrix product that would run
    /// @param openBlasRefusal why OpenBLAS cannot be used; empty where it can
    public record Libraries(
            List<Artifact> arrow, String arrowRefusal, List<String> loggers, String product, String openBlasRefusal) {}

    /// A jar as its build describes itself.
    public record Artifact(String name, String version, String place) {}

    /// The machine or the container.
    ///
    /// @param memory in bytes: what the container allows, else what there is
    /// @param heap in bytes: what the heap may grow to
    /// @param processors that the JVM may use
    /// @param threads that training would use
    /// @param hugePages the setting of transparent huge pages, empty where there is none
    /// @param temporary the folder of temporary files
    /// @param temporaryRefusal why no file can be made there; empty where one can
    /// @param charset of file names and arguments
    public record Host(
            String system,
            String architecture,
            long memory,
            long heap,
            int processors,
            int threads,
            String hugePages,
            String temporary,
            String temporaryRefusal,
            String charset) {}

    /// All checks, in the order in which a person reads them.
    public List<Finding> findings() {
        return Stream.of(JvmChecks.of(jvm), LibraryChecks.of(libraries, jvm.modules()), HostChecks.of(host))
                .flatMap(List::stream)
                .toList();
    }
}
