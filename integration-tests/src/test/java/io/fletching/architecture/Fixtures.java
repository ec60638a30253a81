package io.fletching.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/// Classes that break the rules of the architecture, at least one for each rule.
final class Fixtures {
    private Fixtures() {}

    static JavaClasses compile(Path folder) throws IOException {
        List<String> command = new ArrayList<>(
                List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", folder.toString()));
        for (ModuleTable row : ModuleTable.values()) {
            String of = row.packages.replace("..", ".fixture");
            command.add(write(folder, of, "NamesTestLibrary", "com.tngtech.archunit.core.domain.JavaClass named;"));
        }
        command.add(write(folder, "io.fletching.provider.one", "One", "io.fletching.provider.two.Two named;"));
        command.add(write(folder, "io.fletching.provider.two", "Two", ""));
        String nn = "io.fletching.nn.fixture";
        command.add(write(folder, nn, "NamesArrow", "org.apache.arrow.memory.ArrowBuf named;"));
        command.add(write(folder, nn, "Views", "Object view = java.lang.foreign.MemorySegment.ofAddress(8);"));
        command.add(
                write(folder, nn, "Stretches", "Object view = java.lang.foreign.MemorySegment.NULL.reinterpret(8);"));
        command.add(write(folder, nn, "Prints", "Object stream = System.out;"));
        command.add(write(folder, nn, "Logs", "java.util.logging.Logger named;"));

        int exitCode = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(System.out, System.err, command.toArray(String[]::new));
        assertThat(exitCode).isZero();
        return new ClassFileImporter().importPath(folder);
    }

    private static String write(Path folder, String packageName, String name, String body) throws IOException {
        Path file = folder.resolve(packageName.replace('.', '/'), name + ".java");
        Files.createDirectories(file.getParent());
        String type = "package " + packageName + "; public class " + name + " { " + body + " }";
        return Files.writeString(file, type).toString();
    }
}
