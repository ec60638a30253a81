package io.fletching.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The prepared rows of the generated sets, pinned: a run of last year must be the same run today.
class GeneratedBitsTest {
    @RegisterExtension
    final TestMemory memory = new TestMemory();

    @ParameterizedTest
    @CsvSource({"glyphs, 8f5321f700ecb8e9", "spirals, d1d12d2865f5cf52"})
    void areTheSameInEveryVersion(String set, String expected) throws NoSuchAlgorithmException {
        try (Split split = memory.load(DataOptions.of(Source.parse(set)))) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Dataset part : new Dataset[] {split.training(), split.validation()}) {
                digest.update(part.features().data().asByteBuffer());
                digest.update(part.targets().data().asByteBuffer());
            }
            assertThat(HexFormat.of().formatHex(digest.digest(), 0, 8)).isEqualTo(expected);
        }
    }
}
