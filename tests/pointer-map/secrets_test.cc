#include "pointer-map/secrets.h"

#include <gtest/gtest.h>

namespace fingerpost {
namespace {

TEST(Secrets, NamesOfSecretsAreTold) {
  for (const char* name : {"DB_PASSWORD", "apiKey", "client-secret", "NEXTAUTH_SECRET", "AWS_SECRET_ACCESS_KEY",
                           "github_token", "ENCRYPTION_KEY", "POSTGRES_PASSWORD"})
    EXPECT_TRUE(is_secret_name(name)) << name;
  for (const char* name : {"PASSWORD_MIN_LENGTH", "TOKEN_EXPIRY", "secretName", "primary_key", "keyboard", "PORT",
                           "passed", "monkey", "JWT_EXPIRY", "author", "PASSWORD_ITERATIONS", "bcrypt_salt_rounds"})
    EXPECT_FALSE(is_secret_name(name)) << name;
}

TEST(Secrets, StandInsGiveNothingAway) {
  for (const char* value : {"changeme", "${DB_PASSWORD}", "<your-token>", "xxxxxxxx", "testpass", "myredissecret",
                            "your_api_key_here", "****", "", "password123", "{{ secret }}"})
    EXPECT_TRUE(is_placeholder(value)) << value;
  for (const char* value :
       {"hunter2-and-more", "9kT%!w2ZrbM", "correct horse battery", "Tr0ub4dor", "${X:-hunter2x9}", "zQ8rT1"})
    EXPECT_FALSE(is_placeholder(value)) << value;
}

}  // namespace
}  // namespace fingerpost
