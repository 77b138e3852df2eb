// A name server that never answers. The system's look-up has no switch for that, so this binary puts its own in front
// of it for one name, and lets every other pass.
#include <dlfcn.h>
#include <gtest/gtest.h>
#include <netdb.h>

#include <cstring>
#include <future>

#include "probes/network.h"
#include "tests/support/probing.h"
#include "tests/support/surrounded.h"

namespace {

constexpr const char* kSilent = "never-answered.example.com";

// Never destroyed: whoever looks a name up may outlive the end of main().
struct NameServer {
  std::promise<void> speaks;
  std::shared_future<void> answer = speaks.get_future().share();
  std::promise<void> left;  // by who asked
};

NameServer& name_server() {
  static NameServer& one = *new NameServer;
  return one;
}

}  // namespace

extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints, addrinfo** list) {
  if (node != nullptr && std::strcmp(node, kSilent) == 0) {
    name_server().answer.wait();
    name_server().left.set_value();
    return EAI_AGAIN;
  }
  using Next = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
  static const auto next = reinterpret_cast<Next>(::dlsym(RTLD_NEXT, "getaddrinfo"));
  return next(node, service, hints, list);
}

namespace fingerpost {
namespace {

TEST(NameLookUp, EndsByItsDeadlineWhereTheNameServerNeverAnswers) {
  const Surrounded repository(
      {{".env", std::string("DATABASE_URL=postgresql://app@") + kSilent + ":5432/app\n"}, {"README.md", "# Shop\n"}});
  const Surroundings around = repository.around();
  const Outcome tcp = probed("tcp", "DATABASE_URL", around, Deadline(std::chrono::milliseconds(300)));
  // The look-up still waits: whatever came back came without it.
  EXPECT_EQ(words_of(tcp, "resolve"), std::string("fail: no answer to the look-up of ") + kSilent);
  EXPECT_EQ(words_of(tcp, "connect"), "skip: needs resolve");
  name_server().speaks.set_value();
  name_server().left.get_future().wait();
}

}  // namespace
}  // namespace fingerpost
