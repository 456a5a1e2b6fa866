/// What a respondent is. Analyses take humans unless `--kind` says otherwise.
package enum RespondentKind: String, Sendable, CaseIterable, Decodable {
  case human, simulated, test, model
}

/// How a respondent's answers reached the store.
package enum Channel: String, Sendable, CaseIterable {
  case web, terminal, `import`
}

/// How far a respondent came.
package enum RespondentStatus: String, Sendable, CaseIterable {
  case active, completed, declined
  case screenedOut = "screened_out"
  case left, withdrawn, full, expired
}
