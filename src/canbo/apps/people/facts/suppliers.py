"""Who can supply what is missing for a fact: shown beside every answer "not enough data"."""

from canbo.lib.text import Text

FILE_KEEPER = Text("Cơ quan quản lý hồ sơ cán bộ", "The body that keeps the dossier")
PERSON_WITH_PROOF = Text(
    "Đương sự bổ sung văn bằng, chứng chỉ; cơ quan quản lý hồ sơ xác minh",
    "The official supplies the diploma or certificate; the body that keeps the dossier verifies it",
)
APPOINTING_BODY = Text(
    "Cơ quan quản lý hồ sơ, theo quyết định bổ nhiệm, điều động",
    "The body that keeps the dossier, from the decisions on appointment and transfer",
)
PARTY_COMMITTEE = Text("Cấp ủy quản lý đảng viên", "The Party committee that manages the member")
RATING_BODY = Text(
    "Cấp có thẩm quyền đánh giá, xếp loại hằng năm", "The body competent for the yearly evaluation and classification"
)
INSPECTION = Text(
    "Ủy ban kiểm tra và cấp có thẩm quyền xử lý kỷ luật",
    "The inspection commission and the body competent for discipline",
)
PLANNING_BODY = Text("Cấp có thẩm quyền phê duyệt quy hoạch", "The body competent to approve the planning")
CONCLUDING_BODY = Text("Cấp có thẩm quyền kết luận", "The body competent to conclude")
PERSON = Text(
    "Đương sự kê khai; cơ quan quản lý hồ sơ xác nhận",
    "The official declares; the body that keeps the dossier confirms",
)
REWARDING_BODY = Text("Cơ quan thi đua, khen thưởng", "The body for emulation and rewards")
