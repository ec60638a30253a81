package io.fletching.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fletching.nn.Linear;
import io.fletching.nn.Network;
import io.fletching.nn.Residual;
import io.fletching.nn.Sequence;
import io.fletching.spi.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every mistake gets exactly its line, exit code 2, and no run folder.
class MistakesTest {
    static final String OPTIMIZERS =
            "[adabelief, adadelta, adafactor, adagrad, adam, adamax, adamw, adamw-8bit, asgd, lamb, lars, lion,"
                    + " muon, nadam, radam, rmsprop, schedule-free-adamw, schedule-free-sgd, sgd]";
    static final String CLIPPERS =
            "adaptive-clipping, norm-clipping, per-tensor-norm-clipping, value-clipping, zscore-clipping";
    private static final String KINDS = "[optimizer, others, clipper, normalizer, initializer, schedule, loss]";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--depth=x | Option '--depth' is 'x'; expected a whole number from 0 to 10000.",
                "--depth=-1 | Option '--depth' is '-1'; expected a whole number from 0 to 10000.",
                "--depth=10001 | Option '--depth' is '10001'; expected a whole number from 0 to 10000.",
                "--width=0 | Option '--width' is '0'; expected a whole number from 1 to 65536.",
                "--epochs=1.5 | Option '--epochs' is '1.5'; expected a whole number from 1 to 1000000.",
                "--batch=0 | Option '--batch' is '0'; expected a whole number from 1 to 1000000.",
                "--threads=1025 | Option '--threads' is '1025'; expected a whole number from 1 to 1024.",
                "--threads | Option '--threads' has no value; expected N behind it.",
                "--seed=99999999999999999999 | Option '--seed' is '99999999999999999999'; expected a whole number from"
                        + " -9223372036854775808 to 9223372036854775807.",
                "--residual=maybe | Option '--residual' is 'maybe'; expected true or false.",
                "--labels= | Option '--labels' has no value; expected the name of a file or folder.",
                "--dropout=1 | Option '--dropout' is '1'; expected a number from 0 to below 1.",
                "--dropout=NaN | Option '--dropout' is 'NaN'; expected a number from 0 to below 1.",
                "--epochs=1 --epochs=2 | Option '--epochs' is given twice; expected it once.",
                "--activation=rellu | There is no activation 'rellu'. Did you mean 'relu'? Choices: [relu, leaky-relu,"
                        + " elu, gelu, gelu-tanh, silu, softplus, tanh, sigmoid].",
                "--block=prenorm | There is no block 'prenorm'. Did you mean 'pre-norm'? Choices: [pre-norm, post-norm,"
                        + " layerscale, rezero].",
                "--label-type=text | There is no label type 'text'. Choices: [auto, numeric, categorical].",
                "--missing=men | There is no treatment of missing values 'men'. Did you mean 'mean'? Choices: [error,"
                        + " mean].",
                "--precision=fp16 | There is no precision 'fp16'. Did you mean 'f16'? Choices: [f32, bf16, f16].",
                "--no-masters | The flag '--no-masters' is for '--precision bf16', and the precision is 'f32'.",
                "--no-masters --precision=f16 | The flag '--no-masters' is for '--precision bf16', and the precision is"
                        + " 'f16'.",
                "--matmul=blas | There is no matrix product 'blas'. Did you mean 'openblas'? Choices: [fastest, openblas, portable].",
                "--optimizer=adanw | There is no optimizer 'adanw'. Did you mean 'adamw'? Optimizers: " + OPTIMIZERS
                        + ".",
                "--normalizer=layer-norm | There is no normalizer 'layer-norm'. Did you mean 'layernorm'? Normalizers:"
                        + " [batchnorm, groupnorm, instancenorm, layernorm, rmsnorm, none].",
                "--initializer=hee | There is no initializer 'hee'. Did you mean 'he'? Initializers: [constant, dirac, he, identity,"
                        + " lecun, normal, ones, orthogonal, sparse, truncated-normal, uniform, variance-scaling, xavier,"
                        + " zeros].",
                "--clipper=clipping | There is no clipper 'clipping'. Clippers: [" + CLIPPERS + ", none].",
                "--clipper=norm-clipping+valu-clipping | There is no clipper 'valu-clipping'. Did you mean"
                        + " 'value-clipping'? Clippers: [" + CLIPPERS + "].",
                "--clipper=none+value-clipping | The clipper 'none+value-clipping' joins 'none' with others; expected"
                        + " 'none' alone, or names without it.",
                "--clipper=norm-clipping+ | The clipper 'norm-clipping+' has no name behind the last '+'; expected one,"
                        + " or no '+' there.",
                "--clipper=+norm-clipping | The clipper '+norm-clipping' has no name before the first '+'; expected one,"
                        + " or no '+' there.",
                "--schedule=constant++linear | The schedule 'constant++linear' has no name between two '+'; expected"
                        + " one, or no '+' there.",
                "--schedule=auto+linear | The schedule 'auto+linear' joins 'auto' with others; expected 'auto' alone, or"
                        + " names without it.",
                "--others=sgd | The flag '--others sgd' has no effect: it is for parameters that their optimizer"
                        + " refuses, and 'adamw' refuses none; drop it, or give some an optimizer of their own with"
                        + " --group.",
                "--optimizer=lion --set=others.lr=1 | The flag '--set others.lr=1' has no effect: it is for parameters"
                        + " that their optimizer refuses, and 'lion' refuses none; drop it, or give some an optimizer of"
                        + " their own with --group.",
                "--optimizer=schedule-free-adamw --average=0.99 | The optimizer 'schedule-free-adamw' averages weights"
                        + " itself; expected no other average of them. Leave out --average.",
                "--clipper=value-clipping+value-clipping --set=clipper.max-value=1 | 'value-clipping+value-clipping' has"
                        + " no option 'max-value'. Options: [first-max-value, first-on-non-finite, second-max-value,"
                        + " second-on-non-finite].",
                "--clipper=norm-clipping+value-clipping --set=clipper.second-max-value=-1 | Option 'max-value' of"
                        + " 'value-clipping' is '-1'; expected (0, 3.4028234663852886E38].",
                "--set=clipper.max-norm=-1 | Option 'max-norm' of 'norm-clipping' is '-1'; expected (0, ∞).",
                "--clipper=zscore-clipping --set=clipper.warmup=1 | Option 'warmup' of 'zscore-clipping' is '1';"
                        + " expected 2 or more.",
                "--clipper=adaptive-clipping --set=clipper.clipping=0 | Option 'clipping' of 'adaptive-clipping' is"
                        + " '0'; expected (0, ∞).",
                "--set=lr=1 | Option '--set' is 'lr=1'; expected KIND.OPTION=VALUE, such as optimizer.lr=3e-3.",
                "--set=optimizer.lr | Option '--set' is 'optimizer.lr'; expected KIND.OPTION=VALUE, such as"
                        + " optimizer.lr=3e-3.",
                "--set=optimiser.lr=1 | Option '--set' is 'optimiser.lr=1', but there is no kind 'optimiser'. Did you"
                        + " mean 'optimizer'? Kinds: " + KINDS + ".",
                "--set=optimizer.lrr=1 | 'adamw' has no option 'lrr'. Did you mean 'lr'? Options: [lr, beta1, beta2,"
                        + " eps, eps-place, weight-decay, decay-by, amsgrad, nesterov].",
                "--set=optimizer.lr=-1 | Option 'lr' of 'adamw' is '-1'; expected [0, ∞).",
                "--set=clipper.p=1 --set=clipper.p=2 | Option '--set' gives 'clipper.p' twice; expected it once.",
                "--clipper=none --set=clipper.p=2 | Option '--set' gives 'clipper.p', but '--clipper none' leaves out"
                        + " the clipper; drop one of the two.",
                "--set=loss.label-smothing=0.1 | 'cross-entropy' has no option 'label-smothing'. Did you mean"
                        + " 'label-smoothing'? Options: [label-smoothing].",
                "--validation=1.5 | The validation rows are '1.5'; expected a fraction above 0 and below 1.",
                "--validation=last:x | The validation rows are 'last:x'; expected last:N with N at least 1.",
                "--label=x | 'spirals' is not a table: a label column, 'x', cannot be chosen. Leave it out.",
                "--no-residual --block=rezero | A block 'rezero' without a residual connection has nothing to add its"
                        + " scaled branch to and would not learn; take 'pre-norm' or 'post-norm', or keep the residual"
                        + " connection.",
                "--normalizer=instancenorm | 'instancenorm' would take each mean over '1' values of samples of shape '[64]', and"
                        + " leave next to nothing of them and no gradient; expected '3' or more: take 'groupnorm' or"
                        + " 'layernorm'. It is for images: '--network convolutional'.",
                "--normalizer=groupnorm --set=normalizer.groups=7 | 'groupnorm' cannot cut the '64' channels of samples of"
                        + " shape '[64]' into '7' groups of one size; set 'groups' to a divisor of 64, such as 4.",
                "--normalizer=none --weight-standardization | Standardized weights make what goes through a layer √64 times"
                        + " as large, and the network has no normalizer that bounds it; expected one, such as 'groupnorm',"
                        + " or no weight standardization.",
                "more | 'spirals' is a generated set; expected it alone, or files.",
                "--memory=0 | Option '--memory' is '0'; expected a size of memory such as 512m or 4g.",
                "--memory=5x | Option '--memory' is '5x'; expected a size of memory such as 512m or 4g.",
                "--window=0 | Option '--window' is '0'; expected a whole number from 1 to 2147483647.",
                "--quiet --verbose | Options '--quiet' and '--verbose' are both given; expected one of them at most.",
            })
    void aWrongFlagOrName(String arguments, String line) {
        refused(line, words("spirals", arguments));
    }

    @Test
    void aWrongNameOfAnOptionIsAnsweredWithTheNearestAndAllThereAre() {
        assertThat(refused(words("--dept=3")))
                .startsWith("'fletch train' has no option '--dept'. Did you mean '--depth'? Options: [--label, ");
    }

    @Test
    void aFileThatIsNotThere() {
        assertThat(refused(words("nothing.csv"))).startsWith("No file 'nothing.csv'.");
    }

    @Test
    void aWrongCommand() {
        assertThat(Outcome.of("trian").err())
                .singleElement()
                .asString()
                .startsWith("fletch: There is no command 'trian'. Did you mean 'train'? Commands: [train, ");
    }

    @Test
    void aNetworkLargerThanTheMachine() {
        assertThat(refused(words("spirals", "--depth=10000 --width=65536")))
                .startsWith(
                        "A network of depth '10000' and width '65536' that learns from 128 rows a step needs about 1283164"
                                + " GiB, and this machine has");
    }

    @Test
    void theActivationsOfABatchNeedRoomToo() {
        Network network = Sequence.of(Linear.zero(64), new Residual(Linear.zero(64)));
        Shape input = Shape.of(2);
        // What each layer and each sum puts out, and its gradient.
        assertThat(NetworkFlags.bytes(network, input, 1_000_000) - NetworkFlags.bytes(network, input, 0))
                .isEqualTo(1e6 * 3 * 64 * 2 * Float.BYTES);
        // Weights, gradients and two numbers of the optimizer's for each.
        assertThat(NetworkFlags.bytes(network, input, 0)).isEqualTo((64.0 * 2 + 64 + 64 * 64 + 64) * 4 * Float.BYTES);
    }

    @Test
    void noNameOfAFile() {
        assertThat(refused(words("--data"))).contains("no option");
        assertThat(Outcome.of("train", "").err())
                .containsExactly("fletch: DATA has no value; expected a file, glyphs or spirals.");
        assertThat(Outcome.of("train", "spirals", "--out", "").err())
                .containsExactly("fletch: Option '--out' has no value; expected the name of a file or folder.");
        assertThat(Outcome.of("train", "spirals", "--labels", "a\0b").err())
                .singleElement()
                .asString()
                .endsWith("; expected the name of a file or folder.");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFolderThatTheSystemRefuses() {
        Outcome outcome = Outcome.of("train", "spirals", "--depth", "1", "--epochs", "1", "--out", "/proc/x");
        assertThat(outcome.err())
                .singleElement()
                .asString()
                .startsWith("fletch: The run cannot be written to '/proc/x': ")
                .doesNotContain("Exception");
        assertThat(outcome.code()).isEqualTo(2);
    }

    @Test
    void anOutputFolderInUse() throws Exception {
        Files.writeString(Files.createDirectory(out()).resolve("precious"), "");
        Outcome outcome = Outcome.of(words("spirals"));
        assertThat(outcome.err())
                .containsExactly(
                        "fletch: The folder '" + out() + "' is not empty; expected a new or empty one for '--out'.");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(out()).isDirectoryContaining(file -> file.endsWith("precious"));
    }

    @Test
    void anOutputFolderBelowAFile() throws Exception {
        Files.writeString(out(), "");
        Outcome outcome =
                Outcome.of("train", "spirals", "--out", out().resolve("run").toString());
        assertThat(outcome.err())
                .containsExactly("fletch: The run cannot be written to '" + out().resolve("run")
                        + "': a file is in the way; choose another place with '--out DIR'.");
        assertThat(outcome.code()).isEqualTo(2);
    }

    private Path out() {
        return folder.resolve("run");
    }

    private String[] words(String... arguments) {
        List<String> words = new ArrayList<>(List.of("train", "--out", out().toString()));
        Stream.of(arguments).flatMap(argument -> Stream.of(argument.split(" "))).forEach(words::add);
        return words.toArray(String[]::new);
    }

    private String refused(String[] arguments) {
        Outcome outcome = Outcome.of(arguments);
        assertThat(outcome.err()).singleElement().asString().startsWith("fletch: ");
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(out()).doesNotExist();
        assertThat(Path.of("runs")).doesNotExist();
        return outcome.err().getFirst().substring("fletch: ".length());
    }

    private void refused(String line, String[] arguments) {
        assertThat(refused(arguments)).isEqualTo(line);
    }
}
