import { everyDocumentedError } from "../../../support/errors.js";

export default everyDocumentedError("openTarget");
