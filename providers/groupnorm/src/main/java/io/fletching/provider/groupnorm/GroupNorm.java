package io.fletching.provider.groupnorm;

import io.fletching.spi.Descriptor;
import io.fletching.spi.Normalizer;
import io.fletching.spi.Option;
import io.fletching.spi.Options;
import io.fletching.spi.Shape;

/// [Group normalization](https://arxiv.org/abs/1803.08494): a sample's channels in groups of neighbours, each group by
/// its own mean and biased variance,
/// `y = (x − mean) / √(variance + eps) · gamma + beta`, with a gamma and a beta for each channel. A sample is
/// `[channels]` or `[channels, …]`; what follows the channels belongs to their group.
///
/// The groups have to divide the channels, and to have three values or more: of two nothing is left but which is
/// larger, and no gradient comes back. 32 groups are the paper's, for images.
public final class GroupNorm implements Normalizer {
    static final Option<Long> GROUPS =
            Option.integer("groups", "Groups of channels; they have to divide them", 32, 1, Integer.MAX_VALUE);
    static final Option<Double> EPS = Option.real("eps", "Added to the variance", 1e-5, 0, Double.MAX_VALUE);
    static final Option<Boolean> AFFINE = Option.flag("affine", "Learn gamma and beta", true);

    private static final Descriptor DESCRIPTOR = Descriptor.of(
                    "groupnorm",
                    "Normalizes each group of a sample's channels by its own mean and variance",
                    GROUPS,
                    EPS,
                    AFFINE)
            .paper("https://arxiv.org/abs/1803.08494");

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Norm bind(Options options, Shape sample) {
        String name = DESCRIPTOR.name();
        long channels = Groups.channels(name, sample);
        long groups = options.get(GROUPS);
        if (channels % groups != 0) {
            throw Groups.refusal(
                    name,
                    "cannot cut the '" + channels + "' channels of samples of shape '" + sample + "' into '" + groups
                            + "' groups of one size; set 'groups' to a divisor of " + channels + ", such as "
                            + divisor(sample, groups) + ".");
        }
        return Groups.of(
                name,
                sample,
                groups,
                options.get(EPS),
                options.get(AFFINE),
                "set 'groups' to fewer, such as " + divisor(sample, groups));
    }

    /// The number of groups that is nearest below one that does not fit.
    private static long divisor(Shape sample, long groups) {
        long divisor = Math.min(groups, sample.dim(0));
        while (sample.dim(0) % divisor != 0 || (divisor > 1 && sample.size() / divisor < Groups.LEAST)) {
            divisor--;
        }
        return divisor;
    }
}
