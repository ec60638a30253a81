package io.fletching.cli;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Says which flag of `train` a key of [Recipe] decides: the one mapping by which a file repeats a run. A key without
/// it tells what came of others, and decides nothing.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
@interface Flag {
    /// In place of a flag: the arguments that have none.
    String DATA = "DATA";

    /// Such as `--depth`.
    String value();
}
