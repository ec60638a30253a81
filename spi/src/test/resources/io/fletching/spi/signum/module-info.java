module com.acme.signum {
  requires io.fletching.spi;
  provides io.fletching.spi.Optimizer with com.acme.signum.Signum;
}
