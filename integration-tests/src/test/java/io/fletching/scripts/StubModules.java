package io.fletching.scripts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The least modules that the command's flags name, with a main class that does what its first argument says.
final class StubModules {
    private static final Map<String, String> REQUIRED_BY = Map.of(
            "io.fletching.cli",
                    "requires io.fletching.arrow; requires io.fletching.linalg; requires io.fletching.tck;"
                            + " requires org.lz4.java; requires snappy.java;",
            "io.fletching.arrow", "requires org.apache.arrow.memory.core;",
            "io.fletching.linalg", "",
            "io.fletching.tck", "",
            "org.apache.arrow.memory.core", "",
            "org.apache.arrow.memory.unsafe", "",
            "com.github.luben.zstd_jni", "",
            "org.lz4.java", "",
            "snappy.java", "");
    private static final String MAIN = """
            package io.fletching.cli;

            import java.util.concurrent.locks.LockSupport;

            public final class Main {
                public static void main(String[] arguments) throws Exception {
                    System.out.println(String.join("|", arguments));
                    switch (arguments.length == 0 ? "" : arguments[0]) {
                        case "print" -> System.err.println("an error");
                        case "exit" -> System.exit(Integer.parseInt(arguments[1]));
                        case "copy" -> System.in.transferTo(System.out);
                        case "kernels", "providers", "train" -> System.out.println(
                                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent());
                        case "property" -> System.out.println(System.getProperty(arguments[1]));
                        case "wait" -> {
                            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                                System.out.println("cleaning up");
                                LockSupport.parkNanos(Long.parseLong(arguments[1]) * 1_000_000);
                                System.out.println("cleaned up");
                            }));
                            System.err.print("waiting");
                            System.err.flush();
                            Thread.sleep(60_000);
                        }
                        default -> {}
                    }
                }
            }
            """;

    private StubModules() {}

    /// Writes a jar for each module, the command's as fletching-cli-0.jar.
    static void compileTo(Path jars) throws IOException {
        Path work = Files.createTempDirectory(jars, "stub");
        for (Map.Entry<String, String> module : REQUIRED_BY.entrySet()) {
            Path folder = Files.createDirectories(work.resolve("src").resolve(module.getKey()));
            Files.writeString(
                    folder.resolve("module-info.java"), "module " + module.getKey() + " {" + module.getValue() + "}");
        }
        Path main = work.resolve("src/io.fletching.cli/io/fletching/cli/Main.java");
        Files.createDirectories(main.getParent());
        Files.writeString(main, MAIN);
        Tool.run(
                "javac",
                "-d",
                work.resolve("out"),
                "--module-source-path",
                work.resolve("src"),
                "--module",
                String.join(",", REQUIRED_BY.keySet()));
        for (String module : REQUIRED_BY.keySet()) {
            String jar = module.equals("io.fletching.cli") ? "fletching-cli-0.jar" : module + ".jar";
            Tool.run(
                    "jar",
                    "--create",
                    "--file",
                    jars.resolve(jar),
                    "-C",
                    work.resolve("out").resolve(module),
                    ".");
        }
    }
}
