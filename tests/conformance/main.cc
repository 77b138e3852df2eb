// The server with the conformance suite's fixtures: conformance_server REPOSITORY MAP. Prints its port.
#include <signal.h>

#include <cstdio>

#include "server/http/serve.h"
#include "tests/conformance/fixtures.h"

static std::function<void()> stop_serving;

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  fingerpost::RepositoryOptions repository;
  repository.directory = argv[1];
  repository.map_file = argv[2];
  auto workspace = fingerpost::Workspace::open({repository});
  if (!workspace) return 3;
  fingerpost::http::ServeOptions options;
  options.extras = &fingerpost::conformance_fixtures();
  const auto served = fingerpost::http::serve(**workspace, options, [](int port, std::function<void()> stop) {
    stop_serving = std::move(stop);
    ::signal(SIGTERM, [](int) { stop_serving(); });
    std::printf("%d\n", port);
    std::fflush(stdout);
  });
  return served ? 0 : 3;
}
