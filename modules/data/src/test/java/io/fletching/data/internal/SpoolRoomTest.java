package io.fletching.data.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.data.Missing;
import io.fletching.data.Preparation;
import io.fletching.spi.FletchingException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolRoomTest {
    private static final Preparation ONE_NUMBER = new Preparation(
            true,
            Missing.ERROR,
            new Preparation.Table(List.of(new Preparation.Numeric("a", 0, 1))),
            new Preparation.Real("y", 0, 1));

    @TempDir
    private Path folder;

    /// Asked for before anything is written, so that a run does not end hours later.
    @Test
    void aDiskThatIsTooSmallIsRefusedAtOnce() {
        assertThatThrownBy(() -> Spool.create(folder, ONE_NUMBER, 1L << 55))
                .isInstanceOf(FletchingException.class)
                .hasMessageStartingWith("The prepared rows need 288230376151711744 bytes in the folder of temporary"
                        + " files, '" + folder + "', and cannot be written there: only ")
                .hasMessageEndingWith(" bytes are free. Free space, choose another folder with the system property"
                        + " java.io.tmpdir, or allow more memory.");
        assertThat(folder).isEmptyDirectory();
    }
}
