/** For whoever opens the zip: what the files are. */
export const GUIDE = `Attune: everything that the server keeps of you.
情绪音乐助手：服务器上与你有关的全部内容。

account.json           your account / 你的账号
recipes/               a file for each piece: its description, your words, and what makes it sound again
                       每首曲子一个文件：描述、你写的话，以及重新生成声音所需的内容
feedbacks.json         your ratings, your notes, and how you felt / 你的评分、备注和感受
emotions.json          the emotions that were read or chosen / 读到或选择的情绪
user_preferences.json  your preferences / 你的偏好
audio/                 sounds that no recipe makes again, those of the cloud
                       无法由配方重新生成的声音（云端曲子）
sync_records.json      the same pieces, ratings and preferences, as your devices exchange them
                       你的设备之间同步用的同一批内容
sign_ins.json          where you are signed in / 已登录的设备

The other files are tables of the server with something of you in them; [] means that there is nothing. Times are in UTC:
written out, or as milliseconds since 1970.
其余文件是服务器上含有你的内容的数据表；[] 表示没有内容。时间均为 UTC：写明日期，或自 1970 年起的毫秒数。
`;
