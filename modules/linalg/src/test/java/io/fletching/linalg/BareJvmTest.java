package io.fletching.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What is left where the JVM was started without the Vector API or with native access denied.
class BareJvmTest {
    private static final String DENIED = "--illegal-native-access=deny";

    @Test
    void thePortableProductRunsWithoutTheVectorApi() throws Exception {
        assertThat(ForkedJvm.run(List.of(), DescriptionProbe.class, "portable")).isEqualTo("portable, scalar");
    }

    @Test
    void theFastestProductRunsWithoutNativeAccess() throws Exception {
        assertThat(ForkedJvm.run(List.of(DENIED), DescriptionProbe.class, "fastest"))
                .isEqualTo("portable, scalar");
    }

    @Test
    void openBlasSaysThatItNeedsNativeAccess() throws Exception {
        assertThat(ForkedJvm.run(List.of(DENIED), DescriptionProbe.class, "openblas"))
                .isEqualTo("OpenBLAS may not be called: native access is denied; start Java with"
                        + " --enable-native-access=io.fletching.linalg (on the class path: ALL-UNNAMED),"
                        + " or use the product 'portable' (--matmul portable).");
    }
}
