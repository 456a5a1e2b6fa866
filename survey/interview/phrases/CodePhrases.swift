/// The words around codes: to go on elsewhere, to have answers deleted later, and what is said when
/// a page could not be saved or the browser takes no cookie.
package struct CodePhrases: Decodable, Sendable {
  package let later: String
  package let laterText: String
  package let resumeCode: String
  package let codeWarning: String
  package let resume: String
  package let resumeText: String
  package let code: String
  package let unknownCode: String
  package let tooManyCodesTitle: String
  package let tooManyCodesText: String
  package let receipt: String
  package let receiptText: String
  package let withdraw: String
  package let withdrawText: String
  package let confirmTitle: String
  package let confirmText: String
  package let confirm: String
  package let cancel: String
  package let withdrawnText: String
  package let notSavedTitle: String
  package let notSavedText: String
  package let needsCookieTitle: String
  package let needsCookieText: String
  package let consentChanged: String
}
