package io.fletching.provider.uniform;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fletching.spi.FletchingException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UniformTest {
    @Test
    void boundsTheWrongWayRoundAreRefused() {
        var uniform = new Uniform();
        var options = uniform.descriptor().parse(Map.of("low", "0.5", "high", "-0.5"));
        assertThatExceptionOfType(FletchingException.class)
                .isThrownBy(() -> uniform.bind(options))
                .withMessage("'uniform' has low '0.5' and high '-0.5'; expected low <= high.");
    }
}
