package io.fletching.runtime;

import io.fletching.spi.Provider;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of the SPI as far as it tells what fits: the SPI grows within a major version, so a host runs what was
/// compiled against the same major version and no later minor one.
record SpiVersion(int major, int minor) {
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})(?:[.\\-+].*)?");

    /// The version of the SPI that is here, if the jar or folder that it comes from tells it.
    static Optional<SpiVersion> here() {
        return of(Origin.of(Provider.class).version());
    }

    /// The numbers of a version, if it starts with two.
    static Optional<SpiVersion> of(String version) {
        Matcher numbers = NUMBERS.matcher(version);
        return numbers.matches()
                ? Optional.of(new SpiVersion(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2))))
                : Optional.empty();
    }

    boolean isTooNewFor(SpiVersion host) {
        return major > host.major || (major == host.major && minor > host.minor);
    }

    boolean isTooOldFor(SpiVersion host) {
        return major < host.major;
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
