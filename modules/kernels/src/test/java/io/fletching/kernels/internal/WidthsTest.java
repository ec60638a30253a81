package io.fletching.kernels.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Every width of the vector unit gives the same bits, and so does a JVM without the Vector API.
class WidthsTest {

    private static final String MODULE = "--add-modules=jdk.incubator.vector";
    private static final Pattern LINE = Pattern.compile("kernels=(\\S+) hash=(\\S+)");

    private final List<String> names = new ArrayList<>();
    private final List<String> hashes = new ArrayList<>();

    @Test
    void giveTheSameBits() {
        run();
        run(MODULE, "-Dfletching.kernels=scalar");
        run(MODULE);
        run(MODULE, "-XX:MaxVectorSize=16");
        run(MODULE, "-XX:MaxVectorSize=32");
        // A flag of another architecture is ignored.
        run(MODULE, "-XX:+IgnoreUnrecognizedVMOptions", "-XX:UseAVX=0");
        run(MODULE, "-XX:+IgnoreUnrecognizedVMOptions", "-XX:UseAVX=1");
        run(MODULE, "-XX:+IgnoreUnrecognizedVMOptions", "-XX:UseAVX=2");
        assertThat(names.subList(0, 2)).containsOnly("scalar");
        assertThat(names.subList(2, 8)).allMatch(name -> name.startsWith("vector-"));
        assertThat(names.get(3)).isEqualTo("vector-128");
        assertThat(hashes).as("%s", names).containsOnly(hashes.get(0));
    }

    private void run(String... flags) {
        Jvm.Outcome outcome = Jvm.run(HashEveryKernel.class, Map.of("FLETCHING_KERNELS", ""), flags);
        Matcher line = LINE.matcher(outcome.output());
        assertThat(line.find()).as(outcome.output()).isTrue();
        names.add(line.group(1));
        hashes.add(line.group(2));
    }
}
