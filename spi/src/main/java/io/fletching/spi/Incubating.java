package io.fletching.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// A part of the contract that may still change in any version, or go, and break the providers that use it. All else
/// keeps what was compiled against an earlier minor version working.
///
/// A part incubates until a provider or a host that we build and test has needed it.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.CONSTRUCTOR, ElementType.FIELD})
public @interface Incubating {

    /// What is missing before it is settled.
    String value();
}
