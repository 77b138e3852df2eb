#include <cstdio>
#include <exception>

#include "server/cli/command_line.h"

int main(int argc, char** argv) {
  try {
    return fingerpost::run_command_line(argc, argv);
  } catch (const std::exception& unexpected) {
    std::fprintf(stderr, "fingerpost: internal error: %s\n", unexpected.what());
    return 3;
  }
}
