import Responses
import Study
import Survey
import SurveySession

/// A code to be kept, and where it is typed in.
struct KeptCode {
  let code: AccessCode
  /// The whole address, as a participant would copy it.
  let address: String
}

// How an interview ends, and what is said when something is wrong.
extension PageWriter {
  /// - Parameters:
  ///   - receipt: the code by which the answers can be taken back, if there are any.
  ///   - mayOnlyContinue: whether a link alone has led the participant here, who sees no receipt.
  ///   - isRecruited: whether a panel sent the participant. At a shared device, others are guests of
  ///     the lab, and see no panel's code.
  func page(
    _ ending: Ending, receipt: KeptCode? = nil, mayOnlyContinue: Bool = false,
    isRecruited: Bool = false
  ) -> HTML {
    let sharesDevice = interview.study.sharesDevice
    let completion =
      sharesDevice && !isRecruited ? nil : completion(ending.completion(in: interview.study))
    let next: HTML? =
      sharesDevice ? button(base + Address.start().path, phrases.startForNext) : nil
    let (heading, words) = ending.words(phrases)
    let kept: HTML? = receipt.map {
      keep(
        $0, label: phrases.codes.receipt, phrases.codes.receiptText, at: .withdraw,
        more: link(.copy, phrases.links.copy))
    }
    let missing: HTML? =
      mayOnlyContinue && ending.keepsAnswers ? "<p>\(phrases.links.noReceipt)</p>\n" : nil
    return text(
      ending.pageName.replacing("-", with: "_"), heading: heading,
      words.map { notice($0, debriefs: ending.debriefs) } ?? debriefText,
      showsHeading: words != nil,
      after: "\(kept)\(missing)\(completion)\(next)")
  }

  /// A sentence of the interface, with the debrief below it if there is one to be read.
  func notice(_ text: String, debriefs: Bool) -> HTML {
    "<p>\(text)</p>\n\(debriefs ? HTML(interview.study.debrief, isBelowHeading: true) : "")"
  }

  /// What the panel is told: a code to be copied, an address to go to, or both.
  func completion(_ completion: Completion?) -> HTML {
    let link: HTML? = completion?.redirect.map { button($0, phrases.returnToPanel) }
    let code: HTML? = completion?.code.map {
      """
      <div class="completion">
      <p class="code"><span>\(phrases.completionCode)</span> <strong>\($0)</strong></p>
      \(link)
      </div>
      """
    }
    return code ?? link ?? ""
  }

  func button(_ address: String, _ text: String) -> HTML {
    "<p><a class=\"button\" href=\"\(address)\">\(text)</a></p>"
  }

  func keep(
    _ kept: KeptCode, label: String, _ text: String, at address: Address, warning: String? = nil,
    more: HTML? = nil
  ) -> HTML {
    """
    <div class="keep">
    <p class="code"><span>\(label)</span> <strong dir="ltr">\(kept.code.text)</strong></p>
    <p>\(text) <a href="\(base + address.path)" dir="ltr">\(kept.address)</a></p>
    \(warning.map { "<p>\($0)</p>" })\(more.map { "<p>\($0)</p>" })
    </div>

    """
  }

  // MARK: When something is wrong

  enum ErrorPage: String {
    case notFound = "not_found"
    case failure
  }

  func page(_ error: ErrorPage) -> HTML {
    let (heading, words) =
      switch error {
      case .notFound: (phrases.notFoundTitle, phrases.notFoundText)
      case .failure: (phrases.failureTitle, phrases.failureText)
      }
    return text(
      error.rawValue, heading: heading, notice(words, debriefs: false),
      after: button(base + Address.start().path, phrases.startAgain))
  }
}
