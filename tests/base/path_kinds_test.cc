#include "base/path_kinds.h"

#include <gtest/gtest.h>

namespace fingerpost {
namespace {

TEST(PathKinds, KnowWhatIsWrittenToBeRead) {
  for (const char* path : {"README.md", "docs/setup.MDX", "doc/index.rst", "a.adoc", "notes.txt"})
    EXPECT_TRUE(is_document_path(path)) << path;
  for (const char* path : {"md", "src/md.cc", "docs/conf.py", "docs/values.yaml", ""})
    EXPECT_FALSE(is_document_path(path)) << path;
}

TEST(PathKinds, KnowTestsByTheirFoldersAndNames) {
  for (const char* path : {"tests/cart.py", "api/src/__tests__/cart.ts", "src/cart_test.go", "src/cart.spec.ts",
                           "test_cart.py", "api/Fixtures/cart.json", "test-utils/start.sh", "e2e/shop/cart.ts"})
    EXPECT_TRUE(is_test_path(path)) << path;
  for (const char* path : {"src/contest.cc", "src/latest.py", "docs/testimonials/one.md", "integrations/github.ts",
                           "tests.md", "attest/cart.go", ""})
    EXPECT_FALSE(is_test_path(path)) << path;
}

}  // namespace
}  // namespace fingerpost
