#include "probes/health_paths.h"

#include <gtest/gtest.h>

namespace fingerpost {
namespace {

using Texts = std::vector<std::string>;

HealthPaths of(std::string_view path, std::string_view text) {
  HealthPaths out;
  read_health_paths(path, text, out);
  return out;
}

TEST(HealthPaths, StandInTheChecksOfFly) {
  EXPECT_EQ(of("fly.production.toml",
               "[http_service]\n  path = \"/no\"\n  [[http_service.checks]]\n    interval = \"10s\"\n"
               "    path = \"/internal/health\"  # liveness\n[env]\n  path = \"/neither\"\n")
                .live,
            Texts({"/internal/health"}));
}

TEST(HealthPaths, StandInTheProbesOfKubernetes) {
  const HealthPaths paths = of("deploy/k8s/api.yaml",
                               "      containers:\n"
                               "        - name: api\n"
                               "          livenessProbe:\n"
                               "            httpGet:\n"
                               "              path: /alive\n"
                               "              port: 8080\n"
                               "          readinessProbe:\n"
                               "            httpGet: { path: /can-serve, port: 8080 }\n"
                               "          volumeMounts:\n"
                               "            - path: /data\n");
  EXPECT_EQ(paths.live, Texts({"/alive"}));
  EXPECT_EQ(paths.ready, Texts({"/can-serve"}));
}

TEST(HealthPaths, StandInTheHealthcheckOfADockerfile) {
  EXPECT_EQ(
      of("api/Dockerfile",
         "FROM node:20\nRUN curl http://localhost/not-this\nHEALTHCHECK --interval=30s \\\n"
         "  CMD curl -f http://localhost:3000/health/live || exit 1\nCMD [\"curl\", \"http://localhost/nor-this\"]\n")
          .live,
      Texts({"/health/live"}));
}

TEST(HealthPaths, AreLeftOutWhereTheyAreNoPaths) {
  for (const char* path : {"{{ .Values.path }}", "$HEALTH", "health", "/", "/$(id)", "/a%0d%0aHost:evil"})
    EXPECT_EQ(of("k8s/a.yaml", "livenessProbe:\n  httpGet:\n    path: \"" + std::string(path) + "\"\n").live, Texts())
        << path;
  EXPECT_EQ(of("src/app.yaml", "livenessProbe:\n  path: /x\n").live, Texts());
}

}  // namespace
}  // namespace fingerpost
