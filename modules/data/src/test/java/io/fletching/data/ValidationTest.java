package io.fletching.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fletching.spi.FletchingException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidationTest {
    @Test
    void isAFractionOrTheLastRowsOrAFile() {
        assertThat(Validation.parse("0.25")).isEqualTo(new Validation.Fraction(0.25));
        assertThat(Validation.parse("last:2000")).isEqualTo(new Validation.Last(2_000));
        assertThat(Validation.parse("held-out.csv")).isEqualTo(new Validation.File(Path.of("held-out.csv")));
        // An existing file needs no dot: tests run in the folder of the module.
        assertThat(Validation.parse("src")).isEqualTo(new Validation.File(Path.of("src")));
        assertThat(Validation.parse("parts/held-out")).isEqualTo(new Validation.File(Path.of("parts/held-out")));
        assertThat(Validation.DEFAULT).isEqualTo(Validation.parse("0.2"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0        | The validation rows are '0'; expected a fraction above 0 and below 1.
                    1        | The validation rows are '1'; expected a fraction above 0 and below 1.
                    -0.2     | The validation rows are '-0.2'; expected a fraction above 0 and below 1.
                    20       | The validation rows are '20'; expected a fraction above 0 and below 1.
                    50%      | The validation rows are '50%'; expected a fraction above 0 and below 1.
                    12.5%    | The validation rows are '12.5%'; expected a fraction above 0 and below 1.
                    1.2.3    | The validation rows are '1.2.3'; expected a fraction above 0 and below 1.
                    last:0   | The validation rows are 'last:0'; expected last:N with N at least 1.
                    last:ten | The validation rows are 'last:ten'; expected last:N with N at least 1.
                    last:    | The validation rows are 'last:'; expected last:N with N at least 1.
                    last:-0  | The validation rows are 'last:-0'; expected last:N with N at least 1.
                    ' '      | The validation rows are ' '; expected a fraction such as 0.2, last:N or an existing file.
                    first:3  | The validation rows are 'first:3'; expected a fraction such as 0.2, last:N or an existing file.
                    LAST:5   | The validation rows are 'LAST:5'; expected a fraction such as 0.2, last:N or an existing file.
                    nan      | The validation rows are 'nan'; expected a fraction such as 0.2, last:N or an existing file.
                    0,2      | The validation rows are '0,2'; expected a fraction such as 0.2, last:N or an existing file.
                    glyphs   | The validation rows are 'glyphs'; expected a fraction such as 0.2, last:N or an existing file.
                    """)
    void refusesTheRest(String text, String message) {
        assertThatThrownBy(() -> Validation.parse(text))
                .isInstanceOf(FletchingException.class)
                .hasMessage(message);
    }
}
