package io.fletching.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.scripts.Command.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program and Fletching in a class loader of their own, as application servers deploy them, with each context class
/// loader that a thread may have. When it is closed and let go of, nothing stays: no class, and no native library.
class ClassLoadersIT {
    @TempDir
    static Path folder;

    private static Path host;
    private static Path server;

    @BeforeAll
    static void compile() throws IOException {
        host = Packed.host(folder);
        server = Packed.compile("server", folder, "Server");
    }

    @Test
    void alone() throws Exception {
        assertThat(deploy(server.toString(), "OF_THE_SERVER", "NONE")).hasSize(1);
    }

    /// The server has a Fletching of its own. That one is not seen: two versions may run beside one another.
    @Test
    void besideOneOfTheServers() throws Exception {
        String classPath = Packed.path(Packed.library(), server, Packed.openBlas());
        assertThat(deploy(classPath, "OF_THE_PROGRAM", "OF_THE_SERVER")).hasSize(1);
    }

    /// What the weights came to.
    private static Set<String> deploy(String classPath, String... contexts) throws Exception {
        // Of what the JDK keeps softly some leads to every class loader; it lets go of it when memory is wanted.
        Result result = Packed.onClassPath(classPath, jars(contexts)).in(folder).run();
        assertThat(result.exitCode()).as(result.err()).isZero();
        String[] deployments = result.out().split("context: ");
        assertThat(deployments).hasSize(1 + contexts.length);
        Set<String> weights = new HashSet<>();
        for (int i = 0; i < contexts.length; i++) {
            String told = deployments[i + 1];
            assertThat(told).startsWith(contexts[i] + "\n").endsWith("left: nothing\n");
            var learned = EmbeddedIT.told(told.replace(contexts[i] + "\n", "").replace("left: nothing\n", ""));
            assertThat(learned.group("loaded")).matches("unnamed, program, jar:fletching-nn-[^/]*\\.jar");
            assertThat(learned.group("product")).isEqualTo("openblas");
            weights.add(learned.group("weights"));
        }
        return weights;
    }

    private static Object[] jars(String... contexts) throws IOException {
        Stream<Object> jars = Stream.concat(Packed.library().stream(), Stream.of(Packed.openBlas(), host));
        return Stream.concat(Stream.of("-XX:SoftRefLRUPolicyMSPerMB=0", "Server", String.join(",", contexts)), jars)
                .toArray();
    }
}
