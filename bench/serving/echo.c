/* The least that a server on a pipe can do: a line in, a line of BYTES out. usage: echo BYTES */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char** argv) {
  static char in[1 << 16];
  size_t size = argc > 1 ? (size_t)atol(argv[1]) : 100;
  char* out = malloc(size);
  memset(out, 'x', size);
  out[size - 1] = '\n';
  for (;;) {
    ssize_t got = read(0, in, sizeof in);
    if (got <= 0) return 0;
    if (in[got - 1] == '\n' && write(1, out, size) < 0) return 1;
  }
}
