package io.fletching.cli.jvm;

import io.fletching.cli.jvm.Machine.Artifact;
import io.fletching.cli.jvm.Machine.Libraries;
import java.util.List;
import java.util.stream.Collectors;

/// Do the libraries on the path fit together?
final class LibraryChecks {
    private static final String UNSAFE = "arrow-memory-unsafe";
    private static final String NETTY = "arrow-memory-netty";

    private LibraryChecks() {}

    static List<Finding> of(Libraries libraries, boolean modules) {
        return List.of(
                versions(libraries),
                allocator(libraries, modules),
                memory(libraries),
                logging(libraries),
                openBlas(libraries));
    }

    private static Finding versions(Libraries libraries) {
        String check = "Arrow";
        List<String> versions = libraries.arrow().stream()
                .map(Artifact::version)
                .distinct()
                .sorted()
                .toList();
        return switch (versions.size()) {
            case 0 ->
                Finding.problem(
                        check,
                        "No jar of Arrow says that it is on the path.",
                        "Add org.apache.arrow:arrow-vector and arrow-memory-unsafe.");
            case 1 -> Finding.ok(check, versions.getFirst());
            default ->
                Finding.problem(
                        check,
                        "Several versions are on the path, and which classes are found is a matter of order: "
                                + libraries.arrow().stream()
                                        .map(jar -> jar.name() + " " + jar.version() + " in " + jar.place())
                                        .collect(Collectors.joining(", "))
                                + ".",
                        "Keep jars of one version; in Maven, manage the version of each arrow artifact.");
        };
    }

    private static Finding allocator(Libraries libraries, boolean modules) {
        String check = "Arrow's allocator";
        boolean unsafe = has(libraries, UNSAFE);
        boolean netty = has(libraries, NETTY);
        if (unsafe && netty) {
            return Finding.warning(
                    check,
                    "Both " + UNSAFE + " and " + NETTY + " are on the path; which one gives memory is not decided.",
                    "Leave one out, or start Java with -Darrow.allocation.manager.type=Unsafe.");
        }
        if (netty && modules) {
            return Finding.problem(
                    check, NETTY + ", which does not start as a module.", "Put " + UNSAFE + " in its place.");
        }
        return unsafe || netty
                ? Finding.ok(check, unsafe ? UNSAFE : NETTY)
                : Finding.problem(
                        check,
                        "None is on the path.",
                        "Add org.apache.arrow:" + UNSAFE + ", and name its module in"
                                + " --add-modules where no module requires it.");
    }

    private static boolean has(Libraries libraries, String name) {
        return libraries.arrow().stream().anyMatch(jar -> jar.name().equals(name));
    }

    private static Finding memory(Libraries libraries) {
        String check = "Arrow memory";
        return libraries.arrowRefusal().isEmpty()
                ? Finding.ok(check, "given and taken back")
                : Finding.problem(check, libraries.arrowRefusal(), "Cure what is above and below first.");
    }

    private static Finding logging(Libraries libraries) {
        String check = "logging";
        String one = "Keep one provider of SLF4J 2 on the path; ";
        return switch (libraries.loggers().size()) {
            case 0 ->
                Finding.warning(
                        check,
                        "SLF4J, by which Arrow logs, has no provider; it says so on standard error.",
                        one + "org.slf4j:slf4j-nop is silent.");
            case 1 -> Finding.ok(check, libraries.loggers().getFirst());
            default ->
                Finding.warning(
                        check,
                        "SLF4J has several providers, and which one logs is a matter of order: "
                                + String.join(", ", libraries.loggers()) + ".",
                        one + "that of your application.");
        };
    }

    private static Finding openBlas(Libraries libraries) {
        String check = "matrix products";
        return libraries.openBlasRefusal().isEmpty()
                ? Finding.ok(check, libraries.product())
                : Finding.warning(
                        check,
                        libraries.product() + ", which is slower where weights are large: "
                                + libraries.openBlasRefusal(),
                        "Where that cannot be mended, all works without OpenBLAS.");
    }
}
